// Asks a security key (WebAuthn), and sends its answer with the form around the button.
"use strict";
(() => {
	const form = document.querySelector("form[data-key]");
	const out = document.querySelector("[data-say]");
	const say = (words) => { out.textContent = words || ""; };
	const { key: url, none, failed, known, offline } = form.dataset;
	const make = "new" in form.dataset;
	if (!window.PublicKeyCredential || !navigator.credentials) { say(none); return; }

	// Browsers speak bytes, JSON speaks base64url.
	const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
	const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
	const list = (keys) => (keys || []).map((k) => ({ ...k, id: bytes(k.id) }));
	const read = (o) => {
		const ready = { ...o, challenge: bytes(o.challenge) };
		if (o.user) ready.user = { ...o.user, id: bytes(o.user.id) };
		if (o.excludeCredentials) ready.excludeCredentials = list(o.excludeCredentials);
		if (o.allowCredentials) ready.allowCredentials = list(o.allowCredentials);
		return ready;
	};
	const write = (c) => {
		const r = c.response, response = { clientDataJSON: text(r.clientDataJSON) };
		for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
			if (r[name]) response[name] = text(r[name]);
		}
		if (r.getTransports) response.transports = r.getTransports();
		return JSON.stringify({ id: c.id, rawId: text(c.rawId), type: c.type, response, clientExtensionResults: {} });
	};

	const button = form.querySelector("button");
	button.hidden = false;
	form.addEventListener("submit", async (e) => {
		if (form.elements.response.value) return; // the answer is on its way
		e.preventDefault();
		e.stopPropagation();
		button.disabled = true;
		say("");
		try {
			const reply = await fetch(url, { method: "POST", cache: "no-store" }).catch(() => null);
			if (!reply) { say(offline); return; }
			if (!reply.ok) { location.replace(location.href); return; } // the page says how it ended
			const publicKey = read((await reply.json()).publicKey);
			const credential = await (make ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey }));
			form.elements.response.value = write(credential);
			form.requestSubmit();
		} catch (problem) {
			say(problem && problem.name === "InvalidStateError" ? known : failed);
		} finally {
			button.disabled = false;
		}
	});
})();
