(function () {
  var queue = (window.__sidetone_queue = []);
  function keep(event) {
    if (event.source === parent && queue.length < 64) queue.push(event);
  }
  addEventListener("message", keep);
  window.__sidetone_queue_stop = function () {
    removeEventListener("message", keep);
  };
})();
