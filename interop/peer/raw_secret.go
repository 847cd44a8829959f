package main

import (
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/oasisprotocol/curve25519-voi/primitives/merlin"
	"golang.org/x/crypto/chacha20poly1305"

	"github.com/cometbft/cometbft/crypto"
	cryptoenc "github.com/cometbft/cometbft/crypto/encoding"
	"github.com/cometbft/cometbft/libs/protoio"
	tmp2p "github.com/cometbft/cometbft/proto/tendermint/p2p"
	gogotypes "github.com/cosmos/gogoproto/types"
)

// Sizes of a frame: a 4-byte length, 1024 bytes of data and, once sealed, a 16-byte tag.
const (
	frameData       = 1024
	frameSize       = 4 + frameData
	sealedFrameSize = frameSize + chacha20poly1305.Overhead
)

// rawSecret is a secret connection of our own, step by step and with every byte under our control, for offences that the
// real one cannot be made to commit. Reading skips empty frames.
type rawSecret struct {
	conn       net.Conn
	private    *ecdh.PrivateKey
	challenge  [32]byte
	send, recv cipher.AEAD
	sent, read uint64 // frames so far: the nonces
	rest       []byte // opened bytes not yet read
}

func newRawSecret(c net.Conn) (*rawSecret, error) {
	private, err := ecdh.X25519().GenerateKey(rand.Reader)
	return &rawSecret{conn: c, private: private}, err
}

// exchangeKeys swaps ephemeral keys and derives everything from them.
func (s *rawSecret) exchangeKeys() error {
	own := s.private.PublicKey().Bytes()
	if err := s.sendEphemeral(own); err != nil {
		return err
	}
	var message gogotypes.BytesValue
	if _, err := protoio.NewDelimitedReader(s.conn, 1<<20).ReadMsg(&message); err != nil {
		return err
	}
	remote, err := ecdh.X25519().NewPublicKey(message.Value)
	if err != nil {
		return err
	}
	shared, err := s.private.ECDH(remote)
	if err != nil {
		return err
	}
	return s.derive(shared, own, message.Value)
}

// sendEphemeral writes a key exchange message with any value.
func (s *rawSecret) sendEphemeral(value []byte) error {
	_, err := protoio.NewDelimitedWriter(s.conn).WriteMsg(&gogotypes.BytesValue{Value: value})
	return err
}

// derive makes the challenge and both ciphers. The side with the lower key receives with the first derived key.
func (s *rawSecret) derive(shared, own, remote []byte) error {
	lower, upper, ownIsLower := own, remote, true
	if string(remote) < string(own) {
		lower, upper, ownIsLower = remote, own, false
	}
	transcript := merlin.NewTranscript("TENDERMINT_SECRET_CONNECTION_TRANSCRIPT_HASH")
	transcript.AppendMessage("EPHEMERAL_LOWER_PUBLIC_KEY", lower)
	transcript.AppendMessage("EPHEMERAL_UPPER_PUBLIC_KEY", upper)
	transcript.AppendMessage("DH_SECRET", shared)
	transcript.ExtractBytes(s.challenge[:], "SECRET_CONNECTION_MAC")

	keys, err := hkdf.Key(sha256.New, shared, nil, "TENDERMINT_SECRET_CONNECTION_KEY_AND_CHALLENGE_GEN", 96)
	if err != nil {
		return err
	}
	recvKey, sendKey := keys[:32], keys[32:64]
	if !ownIsLower {
		recvKey, sendKey = sendKey, recvKey
	}
	if s.recv, err = chacha20poly1305.New(recvKey); err != nil {
		return err
	}
	s.send, err = chacha20poly1305.New(sendKey)
	return err
}

// authenticate swaps signatures over the challenge. The remote's is read but not checked.
func (s *rawSecret) authenticate(key crypto.PrivKey) error {
	if err := s.sendAuthentication(key, false); err != nil {
		return err
	}
	var remote tmp2p.AuthSigMessage
	_, err := protoio.NewDelimitedReader(s, 1<<20).ReadMsg(&remote)
	return err
}

// sendAuthentication sends our key and signature; corrupt breaks the signature.
func (s *rawSecret) sendAuthentication(key crypto.PrivKey, corrupt bool) error {
	signature, err := key.Sign(s.challenge[:])
	if err != nil {
		return err
	}
	if corrupt {
		signature[0] ^= 1
	}
	public, err := cryptoenc.PubKeyToProto(key.PubKey())
	if err != nil {
		return err
	}
	_, err = protoio.NewDelimitedWriter(s).WriteMsg(&tmp2p.AuthSigMessage{PubKey: public, Sig: signature})
	return err
}

// sealFrame seals one frame whose length field says length, whatever data holds.
func (s *rawSecret) sealFrame(length uint32, data []byte) []byte {
	plain := make([]byte, frameSize)
	binary.LittleEndian.PutUint32(plain, length)
	copy(plain[4:], data)
	sealed := s.send.Seal(nil, frameNonce(s.sent), plain, nil)
	s.sent++
	return sealed
}

// Write sends data in as many frames as it needs.
func (s *rawSecret) Write(data []byte) (int, error) {
	for left := data; len(left) > 0; {
		chunk := left[:min(len(left), frameData)]
		if _, err := s.conn.Write(s.sealFrame(uint32(len(chunk)), chunk)); err != nil {
			return 0, err
		}
		left = left[len(chunk):]
	}
	return len(data), nil
}

// Read returns opened bytes.
func (s *rawSecret) Read(into []byte) (int, error) {
	for len(s.rest) == 0 {
		sealed := make([]byte, sealedFrameSize)
		if _, err := io.ReadFull(s.conn, sealed); err != nil {
			return 0, err
		}
		plain, err := s.recv.Open(nil, frameNonce(s.read), sealed, nil)
		if err != nil {
			return 0, fmt.Errorf("frame %d: %w", s.read, err)
		}
		s.read++
		length := binary.LittleEndian.Uint32(plain)
		if length > frameData {
			return 0, errors.New("frame length field over 1024")
		}
		s.rest = plain[4 : 4+length]
	}
	n := copy(into, s.rest)
	s.rest = s.rest[n:]
	return n, nil
}

// frameNonce is four zero bytes and the frame counter in little endian.
func frameNonce(counter uint64) []byte {
	nonce := make([]byte, chacha20poly1305.NonceSize)
	binary.LittleEndian.PutUint64(nonce[4:], counter)
	return nonce
}
