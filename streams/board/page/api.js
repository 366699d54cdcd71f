// The server's answers: JSON with the key of this tab, which stands in no address but that of the stream.

const KEY = "newswire-key";

/** An answer that is no success: `status` (0 where the server was not reached) and the server's own words. */
export class Refused extends Error {
  constructor(status, detail, retrySeconds = 0) {
    super(detail);
    this.status = status;
    this.retrySeconds = retrySeconds;
  }
}

/** Return the key of this tab, or null. */
export function key() {
  return sessionStorage.getItem(KEY);
}

/** Keep a key until this tab is closed. */
export function keepKey(secret) {
  sessionStorage.setItem(KEY, secret);
}

/** Return the document at an address of this server; throw Refused. */
export function getJson(path, signal) {
  return answered(path, { signal });
}

/** Send a document to an address of this server and return its answer; throw Refused. */
export function postJson(path, document) {
  return answered(path, { method: "POST", body: JSON.stringify(document) });
}

async function answered(path, options) {
  const secret = key();
  const headers = { ...(secret ? { Authorization: `Bearer ${secret}` } : {}), ...(options.body ? { "Content-Type": "application/json" } : {}) };
  let response;
  try {
    response = await fetch(path, { ...options, headers, credentials: "omit" });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused(0, "the server does not answer");
  }
  let document = null;
  try {
    document = await response.json();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    if (response.ok) throw new Refused(0, "the answer broke off");
  }
  if (response.ok) return document;
  throw new Refused(response.status, document?.detail ?? document?.missing ?? `${response.status}`, Number(response.headers.get("Retry-After")) || 0);
}
