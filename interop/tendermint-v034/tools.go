//go:build tools

// Package tools names the program that this module exists to build: a node of Tendermint Core v0.34.
package tools

import _ "github.com/tendermint/tendermint/cmd/tendermint"
