import { h } from "./dom.js";

// Shows a list.
class ListView {
  constructor(items) {
    this.items = items;
    this.pattern = /[{(]/g;
  }

  render() {
    return h(
      "ul",
      this.items.map((item) => h("li", item)),
    );
  }
}

function mount(view, element) {
  element.replaceChildren(view.render());
  return view;
}
