package api

import "crypto/ecdsa"

// The two steps that Open shares between all messages, for vectors that nobody here
// wrote (testdata/wycheproof): those have headers and payloads that are not ours.
// Nothing else may call them: what they take is not a message of ka/1 yet.

// VerifyES256 tells whether sig, r||s, is the key's signature over input.
func VerifyES256(pub *ecdsa.PublicKey, input, sig []byte) bool {
	return verify(pub, string(input), sig)
}

// VerifyCompact takes a compact JWS apart and checks its signature alone.
func VerifyCompact(jws string, pub *ecdsa.PublicKey) (header, payload []byte, err error) {
	header, payload, input, sig, err := split(jws)
	if err != nil {
		return nil, nil, err
	}
	if !verify(pub, input, sig) {
		return nil, nil, refuse("wrong signature")
	}
	return header, payload, nil
}
