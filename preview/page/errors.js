// Collects everything that goes wrong on the page, from the first moment on. A classic script,
// loaded before all others, so that nothing escapes it.
window.preview = { errors: [], log: [] };
(() => {
  const note = (kind, message, source) => {
    window.preview.errors.push({ at: Date.now(), kind, message: String(message), source: source || "" });
  };
  addEventListener(
    "error",
    (event) => {
      if (event.target && event.target !== window) {
        note("load", "could not be loaded", event.target.src || event.target.href);
      } else {
        note("error", event.message, `${event.filename}:${event.lineno}`);
      }
    },
    true,
  );
  addEventListener("unhandledrejection", (event) => {
    note("rejection", (event.reason && event.reason.stack) || event.reason);
  });
  const say = console.error.bind(console);
  console.error = (...parts) => {
    note("console", parts.map(String).join(" "));
    say(...parts);
  };
})();
