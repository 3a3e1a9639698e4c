// Stands for a push service and the phone behind it, for Google's and for Apple's
// service, at one port with TLS. The folder named first holds cert.pem and key.pem, and
// the senders' public keys: google.pem, apple.pem. First it prints a line with its port
// and a phone's registration, then a line for each request: what it found, or what is
// wrong with it.
import { createECDH, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createSecureServer } from "node:http2";
import { join } from "node:path";
import ece from "http_ece";
import * as jose from "jose";

const file = (name) => readFileSync(join(process.argv[2], name), "utf8");
const phone = createECDH("prime256v1");
const p256dh = phone.generateKeys("base64url");
const auth = randomBytes(16).toString("base64url");
let origin;

// RFC 8292: the key is in the header, and the phone's service has it from the phone.
async function webPush(req, body) {
  const [, jwt, k] = /^vapid t=([^,]+), k=([^,]+)$/.exec(req.headers.authorization);
  const point = Buffer.from(k, "base64url");
  const key = await jose.importJWK({
    kty: "EC", crv: "P-256",
    x: point.subarray(1, 33).toString("base64url"), y: point.subarray(33).toString("base64url"),
  }, "ES256");
  const { payload } = await jose.jwtVerify(jwt, key, { algorithms: ["ES256"], audience: origin });
  const life = payload.exp - Date.now() / 1000;
  if (life <= 0 || life > 24 * 3600) throw new Error(`the signature is good for ${life} s`);
  if (req.headers["content-encoding"] !== "aes128gcm") throw new Error("another content coding");
  const text = ece.decrypt(body, { version: "aes128gcm", privateKey: phone, authSecret: auth });
  return { text: text.toString(), key: k, claims: payload, ttl: req.headers.ttl, urgency: req.headers.urgency, topic: req.headers.topic };
}

async function access(req, body, res) {
  const form = new URLSearchParams(body.toString());
  const key = await jose.importSPKI(file("google.pem"), "RS256");
  const { payload, protectedHeader } = await jose.jwtVerify(form.get("assertion"), key, {
    algorithms: ["RS256"], audience: `${origin}/token`, maxTokenAge: "1h",
  });
  res.setHeader("content-type", "application/json");
  res.end(JSON.stringify({ access_token: "from-node", expires_in: 3599, token_type: "Bearer" }));
  return { claims: payload, kid: protectedHeader.kid };
}

async function apple(req, body) {
  const key = await jose.importSPKI(file("apple.pem"), "ES256");
  const { payload, protectedHeader } = await jose.jwtVerify(req.headers.authorization.replace(/^bearer /, ""), key, {
    algorithms: ["ES256"], maxTokenAge: "1h",
  });
  return { claims: payload, kid: protectedHeader.kid, text: body.toString(), http: req.httpVersion };
}

const roads = [
  [/^\/up\//, webPush],
  [/^\/token$/, access],
  [/^\/v1\/projects\//, async (req, body) => ({ text: body.toString(), authorization: req.headers.authorization })],
  [/^\/3\/device\//, apple],
];

const server = createSecureServer({ cert: file("cert.pem"), key: file("key.pem"), allowHTTP1: true }, (req, res) => {
  const parts = [];
  req.on("data", (part) => parts.push(part));
  req.on("end", async () => {
    let said;
    try {
      const [, road] = roads.find(([path]) => path.test(req.url));
      said = await road(req, Buffer.concat(parts), res);
    } catch (e) {
      said = { wrong: String(e) };
      res.statusCode = 400;
    }
    console.log(JSON.stringify({ path: req.url, ...said }));
    res.end();
  });
});
server.listen(0, "127.0.0.1", () => {
  origin = `https://127.0.0.1:${server.address().port}`;
  console.log(JSON.stringify({ origin, p256dh, auth }));
});
