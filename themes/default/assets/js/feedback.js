// Sends “Was this page helpful?” without leaving the page, and after “No” offers to say more. Without it the form is a form.
(() => {
  "use strict";
  const form = document.querySelector("[data-module='feedback']");
  if (!form) return;
  const root = form.parentElement;
  const part = (name) => root.querySelector(`[data-part='${name}']`);
  const more = part("more");
  // The site opened from a folder has no host that could take an answer.
  if (form.action.startsWith("file:")) {
    form.remove();
    if (more) more.hidden = false;
    else root.remove();
    return;
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { value } = event.submitter;
    const body = new URLSearchParams(new FormData(form));
    body.set("answer", value);
    let isSent;
    form.inert = true;
    try {
      // Another host need not allow this site to read its answer: what could be sent counts.
      const response = await fetch(form.action, { method: "POST", mode: "no-cors", credentials: "omit", body });
      isSent = response.ok || response.type === "opaque";
    } catch {
      isSent = false;
    }
    form.inert = false;
    part("status").textContent = form.dataset[isSent ? "thanks" : "failed"];
    form.hidden = isSent;
    if (more) more.hidden = isSent && value === "yes";
    // The button that had the focus is gone, or was out of reach for a moment.
    (isSent ? part("status") : event.submitter).focus();
  });
})();
