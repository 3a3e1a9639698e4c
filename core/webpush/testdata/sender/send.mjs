// Seals for a registration as a server would, and as it must not.
// usage: node send.mjs P256DH AUTH
import crypto from "node:crypto";
import ece from "http_ece";
import webpush from "web-push";

const [p256dh, auth] = process.argv.slice(2);
const wake = '{"v":1,"k":"wake","h":"AAECAwQFBgc"}';

function sealed(text, options = {}) {
  const privateKey = crypto.createECDH("prime256v1");
  privateKey.generateKeys();
  return ece.encrypt(Buffer.from(text), {
    version: "aes128gcm", dh: p256dh, authSecret: auth, privateKey,
    salt: crypto.randomBytes(16).toString("base64url"), ...options,
  }).toString("base64url");
}

function sent(text) {
  const { publicKey, privateKey } = webpush.generateVAPIDKeys();
  const details = webpush.generateRequestDetails(
    { endpoint: "https://push.example.org/x", keys: { p256dh, auth } }, text,
    { contentEncoding: "aes128gcm", vapidDetails: { subject: "https://login.example.ch", publicKey, privateKey } },
  );
  return details.body.toString("base64url");
}

const other = crypto.createECDH("prime256v1");
other.generateKeys();

console.log(JSON.stringify({
  good: [
    { by: "web-push", says: wake, message: sent(wake) },
    { by: "web-push, the longest", says: "x".repeat(3993), message: sent("x".repeat(3993)) },
    { by: "http_ece", says: wake, message: sealed(wake) },
    { by: "http_ece, nothing", says: "", message: sealed("") },
    { by: "http_ece, its length hidden", says: wake, message: sealed(wake, { pad: 500 }) },
    { by: "http_ece, records as short as it fits", says: wake, message: sealed(wake, { rs: wake.length + 17 }) },
  ],
  bad: [
    { by: "several records", message: sealed("x".repeat(300), { rs: 100 }) },
    { by: "another phone's key", message: sealed(wake, { dh: other.getPublicKey("base64url") }) },
    { by: "another secret", message: sealed(wake, { authSecret: crypto.randomBytes(16).toString("base64url") }) },
    { by: "an older draft", message: sealed(wake, { version: "aesgcm" }) },
    { by: "longer than a service carries", message: sealed("x".repeat(4100), { rs: 8000 }) },
  ],
}));
