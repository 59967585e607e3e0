// What lies at the bottom: the photo of the head, the one it is compared with, or a sheet.

import { drawPart, Photo, root } from "canvas_photo";

const CHECK_PX = 8; // css px of a square of the checkerboard
const SHARP_MS = 1500; // the old photo waits this long for the tiles of the new one

export class Backdrop {
  shown = null; // Photo
  coming = null; // Photo, until it is decoded
  others = { compare: null, before: null }; // Photo
  picture = null; // of the difference: a bitmap

  constructor(stage) {
    this.stage = stage;
    this.sheet = document.createElement("canvas");
    this.paper = Object.assign(document.createElement("div"), { className: "pc-paper", hidden: true });
    this.parts = [this.paper, this.sheet];
  }

  get frame() {
    return this.shown ? this.shown.info : null;
  }

  get imageId() {
    return this.shown?.info.image_id ?? null;
  }

  // A photo of another size is on its way: gestures would mean pixels that nobody sees.
  get changing() {
    const next = this.coming?.info;
    return Boolean(next && this.frame && !sameFrame(next, this.frame));
  }

  get compared() {
    return this.shown && this.others.compare?.preview ? this.stage.props.compare : null;
  }

  get ready() {
    if (this.stage.sketch) return true;
    const wanted = this.stage.props.image?.image_id ?? null;
    if (!this.shown || this.imageId !== wanted) return false;
    return this.shown.settled(this.stage.view.deviceRect(), this.sheet.width, this.sheet.height);
  }

  set(name, value) {
    if (name === "image") this.show(value);
    else if (name === "difference") this.loadDifference(value);
    else this.loadOther(name, value);
    this.stage.dirty.add("photo");
  }

  show(info) {
    this.coming?.close();
    this.coming = null;
    if (!info) {
      this.shown?.close();
      this.shown = null;
    } else if (info.image_id !== this.imageId) {
      const hurry = !this.shown || !sameFrame(info, this.shown.info);
      const photo = new Photo(info, {
        hurry,
        changed: () => this.arrived(photo),
        broken: () => this.broke(photo),
      });
      this.coming = photo;
    }
  }

  // Swap once nothing would flash: decoded, and as sharp as what it replaces.
  arrived(photo) {
    if (photo === this.coming && this.mayShow(photo)) this.swap(photo);
    this.stage.dirty.add("photo");
    this.stage.redraw();
  }

  mayShow(photo) {
    if (!this.shown || !sameFrame(photo.info, this.shown.info)) return photo.preview !== null;
    if (!photo.previewed) return false;
    photo.since ??= performance.now();
    const { width, height } = this.sheet;
    const rect = this.stage.view.deviceRect();
    photo.wanted = photo.tilesFor(rect, width, height);
    photo.fetchWanted();
    const late = SHARP_MS - (performance.now() - photo.since);
    if (late > 0 && !photo.settled(rect, width, height)) {
      setTimeout(() => this.arrived(photo), late + 1);
      return false;
    }
    return true;
  }

  swap(photo) {
    this.shown?.close();
    this.shown = photo;
    this.coming = null;
    if (!this.stage.sketch) this.stage.view.setFrame(photo.info.width, photo.info.height);
    this.stage.viewChanged();
  }

  broke(photo) {
    this.stage.emit("broken", { image_id: photo.info.image_id });
    if (photo !== this.coming) return;
    photo.close();
    this.coming = null;
  }

  loadOther(name, info) {
    if (this.others[name]?.info.image_id === info?.image_id) return;
    this.others[name]?.close();
    const changed = () => {
      this.stage.dirty.add("photo");
      this.stage.redraw();
    };
    const broken = () => this.stage.emit("broken", { image_id: info.image_id });
    this.others[name] = info ? new Photo(info, { hurry: true, changed, broken }) : null;
  }

  async loadDifference(difference) {
    this.picture?.close();
    this.picture = null;
    if (!difference) return;
    const { url } = difference;
    const current = () => this.stage.props.difference?.url === url;
    try {
      const answer = await fetch(url.startsWith("/") ? root() + url : url);
      const picture = await createImageBitmap(await answer.blob());
      if (!current()) return picture.close();
      this.picture = picture;
    } catch (error) {
      if (current()) this.stage.emit("broken", { url });
    }
    this.stage.dirty.add("photo");
    this.stage.redraw();
  }

  retry() {
    const { image } = this.stage.props;
    if (image && !this.coming && image.image_id !== this.imageId) this.show(image);
    for (const photo of [this.shown, this.coming, ...Object.values(this.others)]) photo?.retry();
  }

  draw() {
    const ctx = this.sheet.getContext("2d");
    ctx.clearRect(0, 0, this.sheet.width, this.sheet.height);
    const { view, sketch } = this.stage;
    const empty = !this.stage.frame;
    this.paper.hidden = empty;
    if (empty) return;
    const rect = view.deviceRect();
    Object.assign(this.paper.style, {
      transform: `translate(${rect.x / view.dpr}px, ${rect.y / view.dpr}px)`,
      width: `${rect.w / view.dpr}px`,
      height: `${rect.h / view.dpr}px`,
    });
    if (sketch) this.drawSketch(ctx, rect, sketch);
    else if (this.stage.held) this.drawFitted(ctx, this.others.before, rect);
    else if (this.stage.props.difference) this.drawDifference(ctx, rect);
    else this.drawPhotos(ctx, rect);
  }

  drawPhotos(ctx, rect) {
    this.shown.draw(ctx, rect, this.checks);
    if (!this.compared) return;
    const split = rect.x + rect.w * this.stage.divider.at;
    ctx.save();
    ctx.beginPath();
    ctx.rect(rect.x, rect.y, split - rect.x, rect.h);
    ctx.clip();
    this.drawFitted(ctx, this.others.compare, rect);
    ctx.restore();
  }

  // Another version in the photo's place: whole, unstretched, in the middle.
  drawFitted(ctx, photo, rect) {
    if (!photo?.preview) return this.shown?.draw(ctx, rect, this.checks);
    const { width, height } = photo.info;
    const scale = Math.min(rect.w / width, rect.h / height);
    const [w, h] = sameFrame(photo.info, this.stage.view) ? [rect.w, rect.h] : [width * scale, height * scale];
    ctx.clearRect(rect.x, rect.y, rect.w, rect.h);
    photo.draw(ctx, { x: rect.x + (rect.w - w) / 2, y: rect.y + (rect.h - h) / 2, w, h }, this.checks);
  }

  drawDifference(ctx, rect) {
    ctx.fillStyle = "#16120f";
    ctx.fillRect(rect.x, rect.y, rect.w, rect.h);
    if (!this.picture) return;
    ctx.imageSmoothingEnabled = rect.w / this.picture.width < 3;
    drawPart(ctx, this.picture, rect, { x: 0, y: 0, w: this.sheet.width, h: this.sheet.height });
  }

  drawSketch(ctx, rect, sketch) {
    ctx.imageSmoothingEnabled = rect.w / sketch.width < 3;
    drawPart(ctx, sketch.sheet, rect, { x: 0, y: 0, w: this.sheet.width, h: this.sheet.height });
  }

  // The checkerboard under a transparent photo, in `place` only.
  checks = (ctx, rect, place = rect) => {
    const side = CHECK_PX * this.stage.view.dpr;
    const [x0, y0] = [Math.max(place.x, 0), Math.max(place.y, 0)];
    const x1 = Math.min(place.x + place.w, rect.x + rect.w, ctx.canvas.width);
    const y1 = Math.min(place.y + place.h, rect.y + rect.h, ctx.canvas.height);
    if (x1 <= x0 || y1 <= y0) return;
    ctx.save();
    ctx.fillStyle = this.pattern(ctx, side);
    ctx.translate(rect.x, rect.y);
    ctx.fillRect(x0 - rect.x, y0 - rect.y, x1 - x0, y1 - y0);
    ctx.restore();
  };

  pattern(ctx, side) {
    if (this.patternSide === side) return this.checked;
    const square = Object.assign(document.createElement("canvas"), { width: 2 * side, height: 2 * side });
    const pen = square.getContext("2d");
    pen.fillStyle = "#ffffff";
    pen.fillRect(0, 0, 2 * side, 2 * side);
    pen.fillStyle = "#d9d5cf";
    pen.fillRect(0, 0, side, side);
    pen.fillRect(side, side, side, side);
    this.patternSide = side;
    return (this.checked = ctx.createPattern(square, "repeat"));
  }

  close() {
    for (const photo of [this.shown, this.coming, ...Object.values(this.others)]) photo?.close();
    this.picture?.close();
  }
}

const sameFrame = (a, b) => a.width === b.width && a.height === b.height;
