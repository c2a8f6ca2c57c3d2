// Which language shows: both unless somebody chose. The choice is kept in the browser, and the reader's place on the page too.
"use strict";
(() => {
  const KEY = "directive-kg-language";
  const CHOICES = ["vi", "both", "en"];
  const root = document.documentElement;
  const kept = () => {
    try { return localStorage.getItem(KEY); } catch { return null; } // a browser may keep nothing
  };
  const keep = (choice) => {
    try { localStorage.setItem(KEY, choice); } catch { /* the choice then holds for this page */ }
  };
  const show = (choice) => { root.dataset.language = CHOICES.includes(choice) ? choice : "both"; };
  show(kept());

  document.addEventListener("DOMContentLoaded", () => {
    const group = document.querySelector(".languages");
    if (!group) return;
    const buttons = [...group.querySelectorAll("button")];
    const press = () => buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.language === root.dataset.language)));
    for (const button of buttons) {
      button.addEventListener("click", () => {
        // What the reader looks at stays where it is, however much text comes or goes above it.
        const seen = [...document.querySelectorAll("main h1, main h2, main h3, main tr, main li, main p")].find((node) => node.getBoundingClientRect().top >= 0 && node.offsetParent);
        const before = seen?.getBoundingClientRect().top;
        show(button.dataset.language);
        keep(button.dataset.language);
        press();
        if (seen && scrollY > 0) scrollBy(0, seen.getBoundingClientRect().top - before);
      });
    }
    press();
    group.hidden = false;
  });
})();
