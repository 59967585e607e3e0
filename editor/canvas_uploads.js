// Files on their way in: chosen, dropped or pasted; sent as raw bytes, two at a time.

import { root } from "canvas_photo";

const AT_ONCE = 2;
const TELL_MS = 120;

export class Uploads {
  rows = []; // what the page shows of each file
  waiting = [];
  running = 0;
  told = Promise.resolve(); // until everything sent so far has been told of
  count = 0;
  purpose = "new";

  constructor(stage, signal) {
    this.stage = stage;
    this.input = Object.assign(document.createElement("input"), { type: "file", multiple: true });
    this.input.hidden = true;
    this.input.className = "pc-file";
    this.input.addEventListener("change", () => {
      this.add([...this.input.files], this.purpose);
      this.input.value = ""; // the same file may be chosen again
    });
    this.veil = document.createElement("div");
    this.veil.className = "pc-veil";
    this.listen(signal);
  }

  listen(signal) {
    const on = (name, take) => window.addEventListener(name, take, { signal });
    let inner = false; // a picture of the page itself is dragged
    on("dragstart", () => (inner = true));
    on("dragend", () => (inner = false));
    const files = (e) => !inner && [...(e.dataTransfer?.types ?? [])].includes("Files");
    on("dragenter", (e) => files(e) && this.showVeil(true));
    on("dragover", (e) => {
      if (!files(e)) return;
      e.preventDefault();
      e.dataTransfer.dropEffect = "copy";
      this.showVeil(true);
    });
    on("dragleave", (e) => !e.relatedTarget && this.showVeil(false));
    on("drop", (e) => {
      this.showVeil(false);
      if (!files(e)) return;
      e.preventDefault(); // or the browser would leave the page for the file
      this.add([...e.dataTransfer.files], this.purposeNow());
    });
    on("paste", (e) => {
      const found = [...(e.clipboardData?.files ?? [])].filter((f) => f.type.startsWith("image/"));
      if (!found.length) return;
      e.preventDefault();
      this.add(found, this.purposeNow());
    });
  }

  // What comes without a question is edited where nothing is, and else kept beside the photo.
  purposeNow() {
    return this.stage.frame ? "attach" : "new";
  }

  showVeil(shown) {
    const { words } = this.stage.props;
    if (!this.veil.childElementCount) fillVeil(this.veil, words);
    const hint = this.purposeNow() === "new" ? words.drop_hint : words.drop_beside;
    this.veil.querySelector("span").textContent = hint ?? "";
    this.veil.classList.toggle("pc-on", shown);
  }

  pick(purpose) {
    this.purpose = purpose;
    this.input.accept = (this.stage.props.accept ?? []).join(",");
    this.input.click();
  }

  add(files, purpose) {
    if (!this.running && !this.waiting.length) this.rows = []; // a new batch
    const path = purpose === "new" ? "/" : location.pathname; // the edit that the files are for
    for (const file of files) {
      const key = String(++this.count);
      const row = { key, name: file.name, size: file.size, sent: 0, state: "waiting" };
      this.rows.push(row);
      if (file.size > this.stage.props.max_upload_bytes) this.refuse(row);
      else this.waiting.push({ file, row, purpose, path });
      if (row.state === "waiting") purpose = "attach"; // one photo is edited, the others go with it
    }
    this.tell(true);
    this.next();
  }

  refuse(row) {
    const { words, max_upload_bytes: limit } = this.stage.props;
    const mb = (bytes) => (bytes / 1e6).toFixed(1).replace(/\.0$/, "");
    const filled = (text) =>
      (text ?? "").replaceAll("{size}", mb(row.size)).replaceAll("{limit}", mb(limit));
    const message = filled(words.too_large);
    const hint = filled(words.too_large_hint);
    Object.assign(row, { state: "refused", code: "too_large", message, hint });
  }

  next() {
    while (this.running < AT_ONCE && this.waiting.length) this.run(this.waiting.shift());
  }

  async run({ file, row, purpose, path }) {
    this.running++;
    row.state = "sending";
    const progress = (sent) => {
      row.sent = sent;
      this.tell(false);
    };
    const earlier = this.told;
    const sent = this.send(file, file.name, progress);
    this.told = Promise.all([sent, earlier]).then(([answer]) =>
      this.arrived(row, answer, purpose, path));
    await sent;
    this.running--;
    this.next();
    await this.told;
  }

  // In the order of the files: the first of a new edit has to be there before the others.
  arrived(row, answer, purpose, path) {
    if (answer.image_id) {
      Object.assign(row, { state: "done", sent: row.size });
      const { image_id, width, height } = answer;
      this.stage.emit("uploaded", { image_id, name: row.name, width, height, purpose, path });
    } else Object.assign(row, answer);
    this.tell(true);
  }

  // Resolves to the image, or to {state, code, message, hint} as the server or the network says.
  send(body, name, progress = () => {}) {
    const { words } = this.stage.props;
    const lost = { state: "failed", code: "network", message: words.network, hint: words.network_hint };
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      request.open("POST", `${root()}/images?name=${encodeURIComponent(name)}`);
      request.upload.onprogress = (e) => progress(e.loaded);
      request.onerror = request.onabort = () => done(lost);
      request.onload = () => done(read(request) ?? lost);
      request.setRequestHeader("content-type", "application/octet-stream");
      request.send(body);
    });
  }

  tell(now) {
    if (!now && this.timer) return;
    clearTimeout(this.timer);
    const say = () => {
      this.timer = null;
      this.stage.emit("uploads", { files: this.rows.map((row) => ({ ...row })) });
    };
    if (now) say();
    else this.timer = setTimeout(say, TELL_MS);
  }
}

function read(request) {
  try {
    const { image_id, width, height, name, code, message, hint } = JSON.parse(request.responseText);
    if (request.status < 300) return { image_id, width, height, name };
    return { state: request.status < 500 ? "refused" : "failed", code, message, hint };
  } catch (error) {
    if (error instanceof SyntaxError) return null; // a proxy's page, not our server's answer
    throw error;
  }
}

function fillVeil(veil, words) {
  const card = document.createElement("div");
  card.className = "pc-veil-card";
  card.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 16v4h16v-4M12 16V4M7 9l5-5 5 5"/></svg>`;
  for (const [tag, text] of [["b", words.drop], ["span", ""]]) {
    card.append(Object.assign(document.createElement(tag), { textContent: text ?? "" }));
  }
  veil.append(card);
}
