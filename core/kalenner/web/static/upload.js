// Shows how much of a form with files has been sent; without it the form is sent all the same.
"use strict";

const form = document.querySelector("form[data-most-bytes]");

function show(name) {
  for (const line of form.querySelectorAll("[data-when]")) {
    line.hidden = line.dataset.when !== name;
  }
  form.querySelector("button").disabled = name === "sending";
}

function send(event) {
  event.preventDefault();
  const files = [...form.querySelector("input").files];
  if (files.some((file) => file.size > Number(form.dataset.mostBytes))) {
    show("large");
    return;
  }
  const request = new XMLHttpRequest();
  const progress = form.querySelector("progress");
  request.open("POST", window.location.href);
  request.responseType = "document";
  request.upload.addEventListener("progress", (sent) => {
    progress.value = (100 * sent.loaded) / sent.total;
  });
  request.addEventListener("error", () => show("broken"));
  request.addEventListener("load", () => {
    const main = request.response && request.response.querySelector("main");
    if (!main) {
      show("broken");
      return;
    }
    document.querySelector("main").replaceWith(document.adoptNode(main));
    listen();
  });
  progress.value = 0;
  show("sending");
  request.send(new FormData(form));
}

function listen() {
  const form = document.querySelector("form[data-most-bytes]");
  if (form) {
    form.addEventListener("submit", send);
  }
}

listen();
