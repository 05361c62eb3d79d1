
"use strict";
for (const line of document.querySelectorAll(".copy")) {
  const text = line.querySelector("pre");
  text.textContent = text.textContent.replace("http://localhost:8080", location.origin);
  const button = line.appendChild(document.createElement("button"));
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = "Copied";
    } catch {
      // Without a secure connection browsers keep the clipboard to themselves: the line is left marked, ready to be copied.
      getSelection().selectAllChildren(text);
      button.textContent = "Marked";
    }
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
}
if (matchMedia("(max-width: 860px)").matches) document.querySelector("nav details").open = false;
