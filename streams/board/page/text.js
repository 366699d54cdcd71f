// Text from outside, made safe to show: what does not show, or turns the line about, is shown as its code. See streams/visible.py.

// The sets and rules are those of streams/visible.py, character for character; a test compares the two.
const COMPLEX =
  "\\u05d0-\\u05ea\\u0620-\\u06dc\\u06de-\\u070e\\u0710-\\u08e1\\u0900-\\u10ff\\u1200-\\u17b3\\u17b6-\\u180a\\u1810-\\u1cff" +
  "\\ua800-\\uabff\\u{10a00}-\\u{11fff}";
const EMOJI = "\\u00a9\\u00ae\\u203c\\u2049\\u2100-\\u2bff\\u3000-\\u32ff\\u{1f000}-\\u{1faff}";
const IDEOGRAPHS = "\\u3400-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3fffd}";
const ACCENTS = "\\u0300-\\u034e\\u0350-\\u036f\\u0483-\\u0489\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\ufe20-\\ufe2f";
const HIDDEN = new RegExp(
  [
    "[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f]",
    "[\\u2028-\\u202e\\u2066-\\u206f]",
    "[\\u00ad\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u200b\\u2060-\\u2065\\u3164\\ufeff\\uffa0\\ufff0-\\ufffb]",
    "[\\u{13430}-\\u{1343f}\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e00ff}\\u{e01f0}-\\u{e0fff}]",
    "\\p{Cs}|[\\ufdd0-\\ufdef\\ufffe\\uffff]",
    `(?<![${COMPLEX}${EMOJI}])(?<![${EMOJI}]\\ufe0f)[\\u200c\\u200d]`,
    `(?<![${COMPLEX}${EMOJI}${IDEOGRAPHS}])[\\ufe00-\\ufe0f](?!\\u20e3)`,
    `(?<![${IDEOGRAPHS}])[\\u{e0100}-\\u{e01ef}]`,
    "(?<![\\u1820-\\u18af])[\\u180b-\\u180d\\u180f]",
    `(?<=[${ACCENTS}]{8})[${ACCENTS}]`,
  ].join("|"),
  "gu",
);
const DIRECTION_MARKS = /[\u061c\u200e\u200f]/gu;
const RIGHT_TO_LEFT = /[\u05d0-\u05ea\u0620-\u06ff\u0710-\u08c7\ufb1d-\ufdcf\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const MOST = 2000; // characters of one value, as in streams/visible.py

function code(char) {
  const number = char.codePointAt(0);
  if (number < 32) return String.fromCodePoint(0x2400 + number);
  if (number === 127) return "\u2421";
  return number < 0x10000 ? "\\u" + number.toString(16).padStart(4, "0") : "\\U" + number.toString(16).padStart(8, "0");
}

/** Return the text on one line, in at most `most` characters, with a sign for each character that would not be seen. */
export function shown(text, most = MOST) {
  if (text === null || text === undefined) return "";
  const line = String(text).slice(0, 4 * most).replace(/[ \t\r\n\u00a0]+/g, " ").trim();
  const seen = line.replace(HIDDEN, code);
  const cut = RIGHT_TO_LEFT.test(line) ? seen : seen.replace(DIRECTION_MARKS, code);
  const chars = cut.length > most ? Array.from(cut) : null;
  return chars !== null && chars.length > most ? chars.slice(0, most - 1).join("") + "…" : cut;
}

/** Return how long ago a moment in ms is, in its largest unit; the day itself where that is more than 30 days. */
export function ago(moment, now) {
  const seconds = Math.round((now - moment) / 1000);
  if (seconds < 0) return "ahead";
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ago`;
  if (seconds < 30 * 86400) return `${Math.floor(seconds / 86400)} d ago`;
  return new Date(moment).toISOString().slice(0, 10);
}

/** Return a moment in ms as UTC to the minute. */
export function clock(moment) {
  return new Date(moment).toISOString().slice(0, 16).replace("T", " ") + " UTC";
}

/** Return the address if it is one of http or https, else null. */
export function webLink(link) {
  if (typeof link !== "string" || !/^https?:\/\/[!-~]{1,2040}$/i.test(link)) return null;
  try {
    return new URL(link).href;
  } catch {
    return null;
  }
}
