// Reads the vectors from the file named first. Checks every valid message with
// jose, and prints one JSON object: what jose makes of each message, and a
// challenge and an answer that jose signed, for the Go side to open.
import { readFileSync } from "node:fs";
import * as jose from "jose";

const v = JSON.parse(readFileSync(process.argv[2], "utf8"));
const keys = {};
for (const [name, jwk] of Object.entries(v.keys)) {
  const { d, kid, ...open } = jwk;
  keys[name] = {
    kid,
    thumbprint: await jose.calculateJwkThumbprint(open, "sha256"),
    open: await jose.importJWK(open, "ES256"),
    secret: await jose.importJWK({ ...open, d }, "ES256"),
  };
}

const verified = {};
for (const m of v.valid) {
  const { payload, protectedHeader } = await jose.compactVerify(m.jws, keys[m.signer].open, { algorithms: ["ES256"] });
  verified[m.name] = {
    payload: new TextDecoder().decode(payload),
    header: protectedHeader,
    input: m.jws.split(".").slice(0, 2).join(".") === m.signing_input,
  };
}

// A signature that jose takes although we do not is one whose fault is elsewhere;
// one that it refuses has to be refused by us too.
const refused = {};
for (const c of v.refused) {
  try {
    await jose.compactVerify(c.jws, keys.server.open, { algorithms: ["ES256"] });
    refused[c.name] = false;
  } catch {
    refused[c.name] = true;
  }
}

async function sign(name) {
  const m = v.valid.find((m) => m.name === name);
  return new jose.CompactSign(new TextEncoder().encode(m.payload))
    .setProtectedHeader({ typ: m.typ, alg: "ES256", kid: keys[m.signer].kid })
    .sign(keys[m.signer].secret);
}

console.log(JSON.stringify({
  thumbprints: Object.fromEntries(Object.entries(keys).map(([name, k]) => [name, k.thumbprint])),
  verified,
  refused,
  signed: {
    challenge: await sign("challenge, mode match"),
    answer: await sign("answer, approve"),
  },
}));
