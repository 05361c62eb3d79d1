// Sets the theme before anything is painted; a file of its own, since the page allows no inline script.
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    let word = null;
    try {
      word = localStorage.getItem("workqueue.theme");
    } catch {
      word = null; // storage is switched off: the system's theme it is
    }
    document.documentElement.dataset.theme = word === "dark" || word === "light" ? word : dark.matches ? "dark" : "light";
  };
  apply();
  dark.addEventListener("change", apply);
})();
