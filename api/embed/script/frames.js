// A frame that shows /embed tells how high it is; where this script is on the page, the frame grows with its answer.
const TALLEST = 20000;

addEventListener("message", (event) => {
  if (event.origin !== HOST.origin || event.data?.type !== "manba:resize") return;
  const height = Math.ceil(Number(event.data.height));
  if (!(height > 0 && height <= TALLEST)) return;
  for (const frame of document.querySelectorAll("iframe")) {
    if (frame.contentWindow === event.source) frame.style.setProperty("height", `${height}px`);
  }
});
