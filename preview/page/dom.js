// Small helpers for making elements.

/** Makes an element. Keys of `props` that begin with "on" are listeners; "data-…", "aria-…" and
 * "class" are attributes; the rest are properties. Text children stay text. */
export function el(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (/^(data|aria)-|^(class|for|role|list|href)$/.test(key)) element.setAttribute(key, value);
    else element[key] = value;
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** Shows a sentence for a few seconds, and to screen readers. */
export function notice(text) {
  const place = document.querySelector("#notice");
  if (!place) return;
  place.textContent = text;
  place.dataset.on = "";
  clearTimeout(notice.timer);
  notice.timer = setTimeout(() => delete place.dataset.on, 6000);
}

/** A moment as a time of day with milliseconds. */
export function clock(ms) {
  const date = new Date(ms);
  const two = (n) => String(n).padStart(2, "0");
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":");
  return `${time}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}
