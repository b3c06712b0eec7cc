// Finds the visible, enabled element with a role and an accessible name, as far as the names of
// this project's pages go.
const [role, name] = arguments;
const kinds = {
  button: "button:not([role]), [role=button], summary",
  switch: "[role=switch]",
  link: "a[href], [role=link]",
  textbox: "input:not([type]), input[type=text], input[type=tel], input[type=email], input[type=password], input[type=search], textarea",
  radio: "input[type=radio]",
  checkbox: "input[type=checkbox]",
  combobox: "select",
  heading: "h1, h2, h3",
};
const plain = (text) => (text ?? "").replace(/\s+/g, " ").trim();
const textOf = (element) => {
  const copy = element.cloneNode(true);
  copy.querySelectorAll("[aria-hidden=true], [hidden], svg").forEach((part) => part.remove());
  return plain(copy.textContent);
};
const nameOf = (element) => {
  const by = element.getAttribute("aria-labelledby");
  if (by) return plain(by.split(/\s+/).map((id) => textOf(document.getElementById(id))).join(" "));
  const label = element.getAttribute("aria-label");
  if (label) return plain(label);
  if (element.labels?.length) {
    const own = [...element.labels].map((one) => {
      const copy = one.cloneNode(true);
      copy.querySelectorAll("textarea, input, select").forEach((part) => part.remove());
      return plain(copy.textContent);
    });
    return own.join(" ");
  }
  return textOf(element);
};
const seen = (element) =>
  element.checkVisibility({ visibilityProperty: true }) && !element.disabled;
for (const element of document.querySelectorAll(kinds[role])) {
  if (seen(element) && nameOf(element) === name) return element;
}
return null;
