/** Collects any number of requests into one call per animation frame, and none while out of sight. */
export function createFrameScheduler(element: Element, draw: () => void) {
  let frame = 0;
  let isVisible = true;
  let isOwed = false;
  const request = () => {
    isOwed = true;
    if (!isVisible || frame !== 0) return;
    frame = requestAnimationFrame(() => {
      frame = 0;
      isOwed = false;
      draw();
    });
  };
  const observer = new IntersectionObserver((entries) => {
    isVisible = entries.at(-1)?.isIntersecting ?? isVisible;
    if (isVisible && isOwed) request();
  });
  observer.observe(element);
  const stop = () => {
    observer.disconnect();
    cancelAnimationFrame(frame);
  };
  return { request, stop };
}
