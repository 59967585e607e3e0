// One image: a small preview at once, a larger one after it, and tiles where more is to be seen.

const TILE_PX = 512; // as imaging/tiles.py cuts them
const PREVIEW_PX = 2048; // the largest preview the server gives
const FIRST_PX = 512;
const MOST_TILES = 96; // decoded, a megabyte each
const AT_ONCE = 6;
const RETRY_MS = [400, 1500, 4000, 8000];
const CRISP = 3; // device px of one image px from which pixels are drawn as squares

export const root = () => window.path_prefix || "";

class Refused extends Error {}

async function bitmapOf(url, signal) {
  for (let attempt = 0; ; attempt++) {
    try {
      const response = await fetch(root() + url, { signal });
      if (response.ok) return await createImageBitmap(await response.blob());
      if (response.status < 500) throw new Refused(url);
    } catch (error) {
      if (signal.aborted || error instanceof Refused) throw error;
      if (error.name === "InvalidStateError" || attempt === RETRY_MS.length) throw error;
    }
    if (attempt === RETRY_MS.length) throw new Error(url);
    await new Promise((done) => setTimeout(done, RETRY_MS[attempt]));
    signal.throwIfAborted();
  }
}

export class Photo {
  preview = null; // a bitmap
  previewScale = 0; // preview px of one image px
  tiles = new Map(); // "level/column/row" -> bitmap, the least recently drawn first
  waiting = new Map(); // the same keys -> AbortController
  wanted = []; // keys, the nearest to the middle first
  missing = new Set(); // tiles the server refused: not asked for again
  closed = new AbortController();

  constructor(info, { changed, broken, hurry }) {
    this.info = info;
    this.changed = changed;
    this.load(broken, hurry);
  }

  get longest() {
    return Math.max(this.info.width, this.info.height);
  }

  async load(broken, hurry) {
    const sizes = hurry && this.longest > FIRST_PX ? [FIRST_PX, PREVIEW_PX] : [PREVIEW_PX];
    const loads = sizes.map((size) => this.loadPreview(size));
    const ends = await Promise.allSettled(loads);
    if (!this.closed.signal.aborted && ends.every((end) => end.status === "rejected")) broken();
  }

  async loadPreview(size) {
    const url = `/images/${this.info.image_id}?size=${size}`;
    const bitmap = await bitmapOf(url, this.closed.signal);
    const scale = bitmap.width / this.info.width;
    if (this.closed.signal.aborted || scale < this.previewScale) return bitmap.close();
    this.preview?.close();
    this.preview = bitmap;
    this.previewScale = scale;
    this.changed();
  }

  get previewed() {
    const full = Math.min(1, PREVIEW_PX / this.longest);
    return this.preview !== null && this.previewScale >= full * 0.99;
  }

  // Whether nothing more is to come for a photo drawn `zoom` device px per image px.
  settled(rect, width, height) {
    if (!this.previewed) return false;
    return this.tilesFor(rect, width, height).every((k) => this.tiles.has(k) || this.missing.has(k));
  }

  levelFor(zoom) {
    const enough = this.previewScale >= 1 ? 2 : this.previewScale * 1.02;
    if (!this.previewed || zoom <= enough) return null;
    return Math.max(0, Math.floor(Math.log2(1 / zoom) + 1e-6));
  }

  tilesFor(rect, width, height) {
    const zoom = rect.w / this.info.width;
    const level = this.levelFor(zoom);
    if (level === null) return [];
    const side = TILE_PX * 2 ** level;
    const span = (start, size, visible) => [
      Math.max(0, Math.floor(-start / zoom / side)),
      Math.min(Math.ceil(size / side) - 1, Math.floor((visible - start - 1) / zoom / side)),
    ];
    const [c0, c1] = span(rect.x, this.info.width, width);
    const [r0, r1] = span(rect.y, this.info.height, height);
    const found = [];
    for (let row = r0; row <= r1; row++) {
      for (let column = c0; column <= c1; column++) {
        const away = Math.hypot(column - (c0 + c1) / 2, row - (r0 + r1) / 2);
        found.push([away, `${level}/${column}/${row}`]);
      }
    }
    return found.sort((a, b) => a[0] - b[0]).map((each) => each[1]);
  }

  draw(ctx, rect, under) {
    const { width, height } = ctx.canvas;
    const zoom = rect.w / this.info.width;
    ctx.imageSmoothingEnabled = zoom < CRISP;
    ctx.imageSmoothingQuality = "high";
    if (this.info.has_alpha) under(ctx, rect);
    if (this.preview) drawPart(ctx, this.preview, rect, { x: 0, y: 0, w: width, h: height });
    this.wanted = this.tilesFor(rect, width, height);
    this.fetchWanted();
    if (!this.wanted.length) return;
    ctx.save();
    ctx.beginPath();
    ctx.rect(rect.x, rect.y, rect.w, rect.h);
    ctx.clip(); // the last pixel of a coarse tile reaches beyond the photo
    const least = Number(this.wanted[0].split("/")[0]);
    for (const key of this.drawOrder(least)) this.drawTile(ctx, key, rect, zoom, under);
    ctx.restore();
  }

  drawOrder(least) {
    const levelOf = (key) => Number(key.split("/")[0]);
    const coarse = [...this.tiles.keys()].filter((key) => levelOf(key) > least);
    const order = coarse.sort((a, b) => levelOf(b) - levelOf(a));
    return [...order, ...this.wanted.filter((key) => this.tiles.has(key))];
  }

  drawTile(ctx, key, rect, zoom, under) {
    const bitmap = this.tiles.get(key);
    const [level, column, row] = key.split("/").map(Number);
    const unit = 2 ** level * zoom; // device px of one tile px
    const x = Math.round(rect.x + column * TILE_PX * unit);
    const y = Math.round(rect.y + row * TILE_PX * unit);
    const right = Math.round(rect.x + (column * TILE_PX + bitmap.width) * unit);
    const bottom = Math.round(rect.y + (row * TILE_PX + bitmap.height) * unit);
    if (right <= 0 || bottom <= 0 || x >= ctx.canvas.width || y >= ctx.canvas.height) return;
    const place = { x, y, w: right - x, h: bottom - y };
    if (this.info.has_alpha) under(ctx, rect, place); // what is below must not shine through
    const seen = { x: 0, y: 0, w: ctx.canvas.width, h: ctx.canvas.height };
    drawPart(ctx, bitmap, place, seen);
    this.tiles.delete(key); // and back in, as the one drawn last
    this.tiles.set(key, bitmap);
  }

  fetchWanted() {
    const wanted = new Set(this.wanted);
    for (const [key, abort] of this.waiting) if (!wanted.has(key)) abort.abort();
    for (const key of this.wanted) {
      if (this.waiting.size >= AT_ONCE) break;
      const known = this.tiles.has(key) || this.waiting.has(key) || this.missing.has(key);
      if (!known) this.fetchTile(key);
    }
  }

  async fetchTile(key) {
    const abort = new AbortController();
    this.waiting.set(key, abort);
    try {
      const bitmap = await bitmapOf(`/images/${this.info.image_id}/tiles/${key}`, abort.signal);
      if (abort.signal.aborted) bitmap.close();
      else this.keep(key, bitmap);
    } catch (error) {
      if (error instanceof Refused) this.missing.add(key);
      else if (!abort.signal.aborted) return this.fetchLater(key);
    }
    this.waiting.delete(key);
    if (!this.closed.signal.aborted) this.changed();
  }

  // The server is away: its place stays taken for a while, so that it is not asked at once again.
  fetchLater(key) {
    setTimeout(() => {
      this.waiting.delete(key);
      if (!this.closed.signal.aborted) this.changed();
    }, RETRY_MS.at(-1));
  }

  keep(key, bitmap) {
    this.tiles.set(key, bitmap);
    for (const oldest of this.tiles.keys()) {
      if (this.tiles.size <= Math.max(MOST_TILES, this.wanted.length)) break;
      this.tiles.get(oldest).close();
      this.tiles.delete(oldest);
    }
  }

  // The network is back: what failed may be asked for again.
  retry() {
    this.missing.clear();
    if (!this.previewed) this.load(() => {}, false);
    this.changed();
  }

  close() {
    this.closed.abort();
    for (const abort of this.waiting.values()) abort.abort();
    for (const bitmap of this.tiles.values()) bitmap.close();
    this.tiles.clear();
    this.preview?.close();
    this.preview = null;
  }
}

// Draw the part of a bitmap that is seen: far off coordinates cost time and precision.
export function drawPart(ctx, bitmap, place, seen) {
  const unitX = place.w / bitmap.width;
  const unitY = place.h / bitmap.height;
  const x0 = Math.max(0, Math.floor((seen.x - place.x) / unitX) - 1);
  const y0 = Math.max(0, Math.floor((seen.y - place.y) / unitY) - 1);
  const x1 = Math.min(bitmap.width, Math.ceil((seen.x + seen.w - place.x) / unitX) + 1);
  const y1 = Math.min(bitmap.height, Math.ceil((seen.y + seen.h - place.y) / unitY) + 1);
  if (x1 <= x0 || y1 <= y0) return;
  const left = place.x + x0 * unitX;
  const top = place.y + y0 * unitY;
  ctx.drawImage(bitmap, x0, y0, x1 - x0, y1 - y0, left, top, (x1 - x0) * unitX, (y1 - y0) * unitY);
}
