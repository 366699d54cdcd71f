// Elements made without markup: whatever stands in them is text.

/** Return an element with these attributes (null and false are left out) and children, each an element or a text. */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

/** Return the element of the page that has this id. */
export function byId(id) {
  return document.getElementById(id);
}
