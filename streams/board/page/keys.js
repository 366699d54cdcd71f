// The keys of the keyboard, declared once: the page obeys them, and the help lists them.

export const KEYS = [
  ["j", "the next incident"],
  ["k", "the one before"],
  ["Enter", "open the incident, and read in it"],
  ["Escape", "close it"],
  ["/", "to the filter of words"],
  ["m", "to the map; arrows move it, + and - zoom"],
  ["l", "to the list"],
  ["?", "this help"],
];

/** Call `does[key]` for each key of the table, unless somebody writes in a field or a dialog is open. */
export function listen(does) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const writing = event.target.closest?.("input, select, textarea");
    if (writing && event.key !== "Escape") return;
    if (event.key === "Enter" && event.target.closest?.("a, button, summary")) return;
    const name = { ArrowDown: "j", ArrowUp: "k" }[event.key];
    const key = name && event.target.id === "list" ? name : event.key;
    if (!does[key]) return;
    event.preventDefault();
    does[key]();
  });
}
