// A reader's judgement: a press on "right", or on what is wrong, with what it should say; kept on the topic `judgements`.

import { getJson, postJson, Refused } from "./api.js";
import { element } from "./element.js";
import { judgements } from "./judgements.js";
import { shown } from "./text.js";

const FIELDS = [
  ["event", "not an event"],
  ["type", "wrong type"],
  ["place", "wrong place"],
  ["toll", "wrong toll"],
];

export class Judge {
  /** `types` are the types that there are. */
  constructor(types) {
    this.types = types;
    this.said = new Map(); // what this page has sent, by alert and revision
  }

  /** Return the part of the panel in which an alert is judged, with what readers judged of it (`found`) and what this page has sent. */
  part(alert, found) {
    const answer = element("p", { class: "answer", role: "status" }, this.said.get(name(alert)) ?? "");
    const form = element("form", { class: "judgement", hidden: true });
    const others = element("div", { class: "judged" }, judgements(found));
    const send = (judgement) => this.send(alert, judgement, answer, others);
    const right = press("✓ Right", () => {
      form.hidden = true;
      send({ field: "all", verdict: "right" });
    });
    const wrong = FIELDS.map(([field, words]) => press(`✗ ${words[0].toUpperCase()}${words.slice(1)}`, () => this.ask(form, field, send)));
    return element("section", { class: "judge", "aria-label": "Judge this alert" }, element("p", {}, right, " ", ...wrong.flatMap((button) => [button, " "])), form, answer, others);
  }

  /** Show the form for what a field should say. */
  ask(form, field, send) {
    const inputs = { type: () => this.typeInput(), place: () => textInput("value", "Multan, Punjab, Pakistan", 200), toll: () => textInput("value", "12 killed, 30-40 injured", 200) };
    const value = inputs[field]?.() ?? null;
    const comment = textInput("comment", "", 1000);
    form.replaceChildren(...(value ? [element("label", {}, "It should say ", value)] : []), element("label", {}, "Comment ", comment), element("button", { type: "submit" }, "Send"));
    form.onsubmit = (event) => {
      event.preventDefault();
      form.hidden = true;
      send({ field, verdict: "wrong", value: value?.value.trim() || undefined, comment: comment.value.trim() || undefined });
    };
    form.hidden = false;
    (value ?? comment).focus();
  }

  typeInput() {
    return element("select", { name: "value" }, element("option", { value: "" }, "another"), ...this.types.map((type) => element("option", { value: type }, type)));
  }

  async send(alert, judgement, answer, others) {
    const say = (words) => {
      this.said.set(name(alert), words);
      answer.textContent = words;
    };
    answer.textContent = "sending";
    try {
      const kept = await postJson("judgements", { alert: alert.id, revision: alert.revision, ...judgement });
      say(`Kept: ${kept.verdict}${kept.field === "all" ? "" : ` ${kept.field}`}${kept.value ? `, it should say ${shown(kept.value, 200)}` : ""}`);
    } catch (error) {
      answer.textContent = `Not kept: ${shown(error.message)}`;
      return;
    }
    others.replaceChildren(judgements(await judgementsOf(alert.id)));
  }
}

/** Return what readers judged of an alert, or the server's refusal: the alert is shown without it. */
export async function judgementsOf(id, signal) {
  try {
    return await getJson(`alerts/${encodeURIComponent(id)}/judgements`, signal);
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
}

function name(alert) {
  return `${alert.id} ${alert.revision}`;
}

function press(words, act) {
  const button = element("button", { type: "button" }, words);
  button.addEventListener("click", act);
  return button;
}

function textInput(name, example, most) {
  return element("input", { type: "text", name, placeholder: example, maxlength: most, autocomplete: "off" });
}
