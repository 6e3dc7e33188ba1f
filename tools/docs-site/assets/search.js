// Finds the sections that contain every word, those with the words in their title first.
const input = document.querySelector("#search");
const found = document.querySelector("#found");
const root = document.body.dataset.root;

function search() {
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  const hits =
    words.length === 0 ? [] : globalThis.searchIndex.filter(({ text }) => words.every((w) => text.includes(w)));
  const inTitle = ({ title }) => words.filter((word) => title.toLowerCase().includes(word)).length;
  const items = hits
    .toSorted((a, b) => inTitle(b) - inTitle(a) || a.text.length - b.text.length)
    .slice(0, 12)
    .map(({ href, title }) => {
      const link = Object.assign(document.createElement("a"), { href: root + href, textContent: title });
      const item = document.createElement("li");
      item.append(link);
      return item;
    });
  found.replaceChildren(...items);
}

input.addEventListener("input", search);
input.addEventListener("keydown", (event) => {
  if (event.key === "Enter") found.querySelector("a")?.click();
  if (event.key === "Escape") input.value = "";
  search();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || document.activeElement === input) return;
  event.preventDefault();
  input.focus();
});
// On a phone the list of pages would hide the page.
if (matchMedia("(max-width: 60rem)").matches) document.querySelector(".navigation").open = false;
