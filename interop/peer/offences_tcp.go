package main

import "time"

// tcpOffences need nothing but a TCP connection.
var tcpOffences = map[string]offence{
	"silent":     {commit: nothing},
	"slow-bytes": {commit: sendSlowBytes},
	"http":       {commit: sendHTTP},
	"ephemeral-only": {commit: func(o *offender) error {
		return o.secret.sendEphemeral(o.secret.private.PublicKey().Bytes())
	}},
	"zero-ephemeral": {commit: func(o *offender) error {
		return o.secret.sendEphemeral(make([]byte, 32))
	}},
	"short-ephemeral": {commit: func(o *offender) error {
		return o.secret.sendEphemeral(o.secret.private.PublicKey().Bytes()[:31])
	}},
	"huge-ephemeral-length": {commit: sendHugeLength},
}

// nothing is the offence of not doing what is expected.
func nothing(*offender) error { return nil }

// sendSlowBytes trickles a correct key exchange message, one byte each half second.
func sendSlowBytes(o *offender) error {
	message := append([]byte{0x22, 0x0a, 0x20}, o.secret.private.PublicKey().Bytes()...)
	for i := range message {
		if _, err := o.link.raw.Write(message[i : i+1]); err != nil {
			return err
		}
		time.Sleep(500 * time.Millisecond)
	}
	return nil
}

func sendHTTP(o *offender) error {
	_, err := o.link.raw.Write([]byte("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"))
	return err
}

// sendHugeLength announces a message of almost 2^63 bytes and sends some of it.
func sendHugeLength(o *offender) error {
	announced := []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}
	_, err := o.link.raw.Write(append(announced, make([]byte, 4096)...))
	return err
}
