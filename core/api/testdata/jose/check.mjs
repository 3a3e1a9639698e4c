// Reads the vectors from the file named first. Checks every valid message with
// jose, and prints one JSON object: what jose makes of each message, every message
// as jose signs it, and forgeries of it, for the Go side to open.
import { readFileSync } from "node:fs";
import { createHash, createHmac, hkdfSync } from "node:crypto";
import * as jose from "jose";

const v = JSON.parse(readFileSync(process.argv[2], "utf8"));
const bytes = (text) => new TextEncoder().encode(text);
const b64 = (text) => jose.base64url.encode(bytes(text));
const keys = {};
for (const [name, jwk] of Object.entries(v.keys)) {
  const { d, kid, ...open } = jwk;
  const key = await jose.importJWK(open, "ES256", { extractable: true });
  keys[name] = {
    kid,
    jwk: open,
    thumbprint: await jose.calculateJwkThumbprint(open, "sha256"),
    open: key,
    spki: await jose.exportSPKI(key),
    secret: await jose.importJWK({ ...open, d }, "ES256"),
  };
}
const stranger = await jose.generateKeyPair("ES256", { extractable: true });
const strangerJWK = await jose.exportJWK(stranger.publicKey);

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

const sign = (payload, header, key) =>
  new jose.CompactSign(bytes(payload)).setProtectedHeader(header).sign(key, { crit: { exp: true, b64: true } });

// Each forgery is valid by some reading of RFC 7515: its maker proves that with jose
// before it is counted.
async function forgeries(m) {
  const k = keys[m.signer];
  const good = { typ: m.typ, alg: "ES256", kid: k.kid };
  const other = m.typ === "ka-ans+jwt" ? "ka-chal+jwt" : "ka-ans+jwt";
  const [head, payload, signature] = (await sign(m.payload, good, k.secret)).split(".");
  const list = {
    "alg none": `${b64(JSON.stringify({ ...good, alg: "none" }))}.${payload}.`,
    "alg none with a signature": `${b64(JSON.stringify({ ...good, alg: "none" }))}.${payload}.${signature}`,
    "HS256 with the public key in PEM": await sign(m.payload, { ...good, alg: "HS256" }, bytes(k.spki)),
    "HS256 with the public key as JWK": await sign(m.payload, { ...good, alg: "HS256" }, bytes(JSON.stringify(k.jwk))),
    "HS256 with the thumbprint": await sign(m.payload, { ...good, alg: "HS256" }, bytes(k.kid)),
    "a key of its own in jwk": await sign(m.payload, { ...good, jwk: strangerJWK }, stranger.privateKey),
    "the right key in jwk": await sign(m.payload, { ...good, jwk: k.jwk }, k.secret),
    "a stranger's signature": await sign(m.payload, good, stranger.privateKey),
    "crit": await sign(m.payload, { ...good, crit: ["exp"], exp: 1 }, k.secret),
    "crit b64": await sign(m.payload, { ...good, crit: ["b64"], b64: true }, k.secret),
    "jku": await sign(m.payload, { ...good, jku: "https://evil.example/jwks" }, k.secret),
    "x5c": await sign(m.payload, { ...good, x5c: ["AAAA"] }, k.secret),
    "cty": await sign(m.payload, { ...good, cty: "JWT" }, k.secret),
    "another typ of ours": await sign(m.payload, { ...good, typ: other }, k.secret),
    "typ JWT": await sign(m.payload, { ...good, typ: "JWT" }, k.secret),
    "no typ": await sign(m.payload, { alg: "ES256", kid: k.kid }, k.secret),
    "no kid": await sign(m.payload, { alg: "ES256", typ: m.typ }, k.secret),
    "another kid": await sign(m.payload, { ...good, kid: keys["next server"].kid === k.kid ? keys.server.kid : keys["next server"].kid }, k.secret),
    "no payload": await sign("", good, k.secret),
    "another payload": `${head}.${b64(m.payload.replace("{", '{"x":1,'))}.${signature}`,
    "signature of another message": `${head}.${payload}.${(await sign("{}", good, k.secret)).split(".")[2]}`,
    "flattened JSON": JSON.stringify({ protected: head, payload, signature }),
  };
  await jose.compactVerify(list["typ JWT"], k.open);
  await jose.compactVerify(list["the right key in jwk"], k.open);
  await jose.compactVerify(list["a key of its own in jwk"], jose.EmbeddedJWK);
  await jose.compactVerify(list["HS256 with the public key in PEM"], bytes(k.spki));
  await jose.flattenedVerify(JSON.parse(list["flattened JSON"]), k.open);
  return list;
}

const signed = {};
const forged = {};
for (const m of v.valid) {
  const k = keys[m.signer];
  signed[m.name] = await sign(m.payload, { typ: m.typ, alg: "ES256", kid: k.kid }, k.secret);
  forged[m.name] = await forgeries(m);
}

// Answers without a network, by node's own crypto and nothing but docs/protocol.md: the
// text of the QR code back into the message, its hash, the key, the digits.
const base32 = (text) => {
  const bits = [...text].map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0")).join("");
  return Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
};
const digits = (secret, device, qr, dec, match) => {
  const jws = qr.split("/")[4].split(".").map((part) => base32(part).toString("base64url")).join(".");
  const ch = createHash("sha256").update(jws).digest("base64url");
  const key = Buffer.from(hkdfSync("sha256", base32(secret), "", "ka/1 offline answer " + device, 32));
  const mac = createHmac("sha256", key).update(`${ch}.${dec}.${match}`).digest();
  const number = mac.readUInt32BE(mac[31] & 15) & 0x7fffffff;
  return { jws, digits: String(number % 100000000).padStart(8, "0"), key: key.toString("base64url") };
};
const offline = v.offline.requests.flatMap((r) => r.answers.map((a) =>
  digits(v.inputs.otp_secret_base32, v.inputs.device, r.qr, a.dec, a.match)));

console.log(JSON.stringify({
  offline,
  thumbprints: Object.fromEntries(Object.entries(keys).map(([name, k]) => [name, k.thumbprint])),
  verified, refused, signed, forged,
}));
