// Remembers which language was chosen. The style sheet alone shows and hides them; this runs where it stands, right after the switch.
"use strict";
(() => {
  const KEY = "directive-kg-language";
  const choices = [...document.querySelectorAll(".languages input")];
  const remembered = () => {
    try { return localStorage.getItem(KEY); } catch { return null; } // a browser may keep nothing
  };
  const keep = (choice) => {
    try { localStorage.setItem(KEY, choice); } catch { /* the choice then holds for this page */ }
  };
  const choose = (language) => {
    const choice = choices.find((input) => input.value === language);
    if (choice) choice.checked = true;
  };
  choose(remembered());
  addEventListener("pageshow", () => choose(remembered())); // also on the way back to a page that was left in another language

  let shown = choices.find((input) => input.checked);
  for (const choice of choices) {
    choice.addEventListener("change", () => {
      // What the reader looks at stays where it is, however much text comes or goes above it.
      shown.checked = true;
      const seen = [...document.querySelectorAll("main h1, main h2, main h3, main tr, main li, main p")].find((node) => node.getBoundingClientRect().top >= 0 && node.offsetParent);
      const before = seen?.getBoundingClientRect().top;
      choice.checked = true;
      shown = choice;
      keep(choice.value);
      if (seen && scrollY > 0) scrollBy(0, seen.getBoundingClientRect().top - before);
    });
  }
})();
