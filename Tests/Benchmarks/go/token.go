package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"os"
	"strconv"
	"strings"
	"time"
)

// caller is who a valid token names; session is nil when it names none.
type caller struct {
	user    int
	session *string
}

var secret = []byte(os.Getenv("JWT_SECRET"))

func decode(part string, value interface{}) bool {
	bytes, err := base64.RawURLEncoding.DecodeString(part)
	return err == nil && json.Unmarshal(bytes, value) == nil
}

// verify gives the caller, or why there is none.
func verify(authorization string) (caller, string) {
	if len(authorization) < 7 || !strings.EqualFold(authorization[:7], "bearer ") {
		return caller{}, "Not authenticated"
	}
	parts := strings.Split(authorization[7:], ".")
	if len(parts) != 3 {
		return caller{}, "Invalid token"
	}
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(parts[0] + "." + parts[1]))
	given, err := base64.RawURLEncoding.DecodeString(parts[2])
	var header struct{ Alg string }
	var claims struct {
		Sub string
		Sid *string
		Exp *float64
	}
	if err != nil || !hmac.Equal(given, mac.Sum(nil)) || !decode(parts[0], &header) || header.Alg != "HS256" ||
		!decode(parts[1], &claims) || claims.Exp == nil {
		return caller{}, "Invalid token"
	}
	if *claims.Exp <= float64(time.Now().Unix()) {
		return caller{}, "Token has expired"
	}
	user, err := strconv.Atoi(claims.Sub)
	if err != nil {
		return caller{}, "Invalid token"
	}
	return caller{user, claims.Sid}, ""
}
