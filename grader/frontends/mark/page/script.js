"use strict";
// Every button is a form and every way a link: this only presses them by key, and changes the page in place.
(() => {
  let queue = Promise.resolve(); // one thing after the other, however fast somebody types
  let waiting = 0; // of them
  let unsaved = null; // the timer of a comment
  const replies = new Map(); // to students: what was typed and not sent, by where it goes
  let held = null; // what is typed into a field that is not there yet

  const find = (selector) => document.querySelector(selector);
  const say = (text) => { find("#said").textContent = text; };
  const typing = (at) => at && at.matches("input:not([type=hidden]), textarea, select");

  const count = (more) => { waiting += more; document.body.dataset.busy = waiting; };
  count(0);

  function trouble(text) {
    find("#trouble").textContent = text;
    find("#trouble").hidden = !text;
  }

  function then(work) {
    count(1);
    queue = queue.then(work)
      .catch(() => trouble("That could not be sent: does `grader mark` still run? What you typed is still here."))
      .finally(() => count(-1));
    return queue;
  }

  async function received(url, options) {
    const answer = await fetch(url, options);
    const text = await answer.text();
    if (!answer.ok) throw new Error(text); // another `grader mark` may be there by now, which knows nobody
    trouble("");
    return { url: answer.url, page: new DOMParser().parseFromString(text, "text/html") };
  }

  function show(page, moved) {
    const fresh = page.querySelector("#page");
    const at = document.activeElement && document.activeElement.id;
    const open = [...document.querySelectorAll("details[open]")].map((each) => each.id)
      .filter((id) => id && (!moved || ["source", "code", "drawn", "results", "members"].includes(id)));
    const left = find("#reply");
    if (left && left.value !== left.defaultValue) replies.set(left.form.action, left.value);
    else if (left) replies.delete(left.form.action);
    // A picture that is there is not fetched again: it may be large, and the way long.
    const pictures = new Map([...document.querySelectorAll("#page img")].map((each) => [each.getAttribute("src"), each]));
    const kept = [];
    for (const each of fresh.querySelectorAll("img")) {
      const there = pictures.get(each.getAttribute("src"));
      if (!there || !pictures.delete(each.getAttribute("src"))) continue;
      const place = page.createElement("span");
      each.replaceWith(place);
      kept.push([place, there]);
    }
    find("#page").replaceWith(fresh);
    for (const [place, there] of kept) place.replaceWith(there);
    const reply = find("#reply");
    if (reply && replies.has(reply.form.action)) reply.value = replies.get(reply.form.action);
    document.title = page.title;
    document.body.dataset.count = page.body.dataset.count;
    const closed = moved === "done" ? [] : open;
    for (const id of closed) document.getElementById(id)?.setAttribute("open", "");
    if (moved === true) { window.scrollTo(0, 0); find("#answer")?.focus({ preventScroll: true }); }
    else if (at) {
      const back = document.getElementById(at);
      const done = moved === "done" && back?.matches("input") && !back.value; // then keys are keys again
      (done ? find("#answer") : back)?.focus({ preventScroll: true });
    }
    const notice = find("#notice"), score = find("#score");
    say(notice ? notice.textContent : moved === true || !score ? "" : score.textContent.replace(/\s+/g, " "));
  }

  async function go(url) {
    const { url: where, page } = await received(url);
    history.pushState(null, "", where);
    show(page, true);
  }

  async function send(form, button) {
    const body = new URLSearchParams(new FormData(form));
    if (button && button.name) body.set(button.name, button.value);
    const before = location.href;
    const { url, page } = await received(form.action, { method: "POST", body });
    if (url !== before) history.pushState(null, "", url);
    const typed = form.elements.reply, kept = page.querySelector("#reply");
    if (typed && kept && kept.value.trim() === typed.value.trim()) typed.value = typed.defaultValue; // it is there
    show(page, new URL(url).pathname !== new URL(before).pathname || (form.matches(".item-form") && "done"));
  }

  // A comment is saved as it is written, and before anything else is done; the page stays as it is.
  async function save() {
    clearTimeout(unsaved);
    const form = find("#comment-form");
    if (unsaved === null || !form) return;
    const written = form.elements.comment.value;
    const body = new URLSearchParams(new FormData(form));
    const { page } = await received(form.action, { method: "POST", body });
    if (form.elements.comment.value === written) unsaved = null; // else more was typed, and is saved next
    // What is saved is what the next decision answers to; the text itself stays as it is under the hands.
    for (const name of ["version", "before"]) {
      const fresh = page.querySelector(`aside [name=${name}]`);
      for (const each of document.querySelectorAll(`aside [name=${name}]`)) {
        if (fresh) each.value = fresh.value;
      }
    }
    document.body.dataset.count = page.body.dataset.count;
    const notice = page.querySelector("#notice");
    if (notice) show(page, false);
    else say("Saved");
  }

  document.addEventListener("input", (event) => {
    if (event.target.id !== "comment") return;
    clearTimeout(unsaved);
    unsaved = setTimeout(() => then(save), 400);
  });

  document.addEventListener("submit", (event) => {
    event.preventDefault();
    const { target, submitter } = event;
    if (target.id === "comment-form") unsaved = unsaved || 0;
    then(async () => {
      await save();
      if (target.id !== "comment-form") await send(target, submitter);
    });
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("#page a[href]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    then(async () => { await save(); await go(link.href); });
  });

  function enter(field) {
    field.focus();
    if (held && field.setRangeText) {
      field.setRangeText(held, field.value.length, field.value.length, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  const KEYS = { ArrowRight: "n", ArrowLeft: "p", "=": "+", "−": "-" };

  async function press(key) {
    const target = find(`[data-key="${CSS.escape(key)}"]`);
    if (target && target.matches("a")) await go(target.href);
    else if (target && target.matches("input, select, textarea")) enter(target);
    else if (target && target.matches("summary")) {
      target.click();
      const first = target.parentElement.querySelector("input:not([type=hidden])");
      if (target.parentElement.open && first) enter(first);
      else target.focus();
    } else if (target && !target.disabled) await send(target.form, target);
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      if (document.activeElement) {
        document.activeElement.closest("details.edit, #new, #keys")?.removeAttribute("open");
        document.activeElement.blur();
      }
      then(save);
      return;
    }
    if (find("#page").dataset.keys === "off") return;
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (held !== null) {
      if (event.key.length === 1) { held += event.key; event.preventDefault(); }
      return;
    }
    const key = KEYS[event.key] || event.key;
    if (!/^[a-z0-9?+-]$/.test(key)) return;
    event.preventDefault();
    const opens = "aceq".includes(key);
    if (waiting && opens) held = "";
    then(async () => {
      try { await save(); await press(key); } finally { if (opens) held = null; }
    });
  });

  window.addEventListener("popstate", () => then(async () => {
    show((await received(location.href)).page, true);
  }));
  window.addEventListener("pagehide", () => {
    const form = find("#comment-form");
    if (unsaved !== null && form) navigator.sendBeacon(form.action, new URLSearchParams(new FormData(form)));
  });

  window.addEventListener("beforeunload", (event) => {
    const reply = find("#reply");
    if (replies.size || (reply && reply.value !== reply.defaultValue)) event.preventDefault();
  });

  // What is kept as it is typed, or put back, is not lost; a reason that is half written would be.
  const begun = () => [...document.querySelectorAll("#page form input:not([type=hidden], [type=radio])")]
    .some((each) => each.value !== each.defaultValue);

  // What others marked is seen at once, unless somebody is typing here.
  setInterval(async () => {
    if (waiting || unsaved !== null || typing(document.activeElement) || document.hidden || begun()) return;
    try {
      const answer = await fetch(document.body.dataset.changes);
      const count = await answer.text();
      if (answer.ok && count !== document.body.dataset.count && !waiting) {
        then(async () => show((await received(location.href)).page, false));
      }
    } catch { /* said when something is sent */ }
  }, 3000);
})();
