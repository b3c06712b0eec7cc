// The sign-in page of the preview: gives the widget that opened it a one-time code.

const said = document.querySelector("#said");

document.querySelector("#sign-in").addEventListener("click", async () => {
  if (!window.opener) {
    said.textContent = "The page that opened this one is gone. Close this window and try again there.";
    return;
  }
  const answer = await fetch("/preview/sign-in-code", { method: "POST" });
  const { code, error } = await answer.json();
  if (!code) {
    said.textContent = error;
    return;
  }
  window.opener.postMessage({ type: "sidetone:code", code }, location.origin);
  said.textContent = "Signed in. You can close this window.";
  window.close();
});
