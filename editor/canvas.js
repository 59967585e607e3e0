// The canvas as a component of the page: properties come down, gestures go up as events.

import { toRaw } from "vue";
import { Stage } from "canvas_stage";

const PROPS = [
  "words", "insets", "tool", "brush_px", "locked", "candidates", "accept", "max_upload_bytes",
  "sketch", "image", "before", "compare", "difference", "mask", "marks", "pending",
];

export default {
  template: `<div class="pc-host"></div>`,
  props: PROPS,
  emits: [
    "point", "undo_point", "box", "stroke", "lasso", "view", "brush", "key", "shown", "uploads",
    "uploaded", "sketched", "broken", "navigated",
  ],
  mounted() {
    this.stage = new Stage(this.$el, (name, detail) => this.$emit(name, detail));
    // The page's path prefix is known once the whole page is mounted.
    this.$nextTick(() => {
      for (const name of PROPS) {
        this.stage.set(name, toRaw(this[name]));
        this.$watch(name, (value) => this.stage.set(name, toRaw(value)));
      }
    });
  },
  unmounted() {
    this.stage.close();
  },
  methods: {
    fit() {
      this.stage.fit();
    },
    zoom(factor) {
      this.stage.zoom(factor);
    },
    hold(on) {
      this.stage.hold(on);
    },
    focus() {
      this.$el.focus({ preventScroll: true });
    },
    pick_files(purpose) {
      this.stage.uploads.pick(purpose);
    },
    finish_sketch() {
      this.stage.finishSketch();
    },
    clear_sketch() {
      this.stage.clearSketch();
    },
    push_path(path) {
      if (path !== location.pathname) history.pushState({}, "", (window.path_prefix || "") + path);
    },
    replace_path(path) {
      history.replaceState({}, "", (window.path_prefix || "") + path);
    },
  },
};
