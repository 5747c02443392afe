"use strict";
document.querySelector("#note")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = new FormData(event.target).get("text");
  const answer = await fetch("/api/extract", {
    method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: JSON.stringify({ text }),
  });
  document.querySelector("#record").textContent = JSON.stringify(await answer.json(), null, 2);
});
