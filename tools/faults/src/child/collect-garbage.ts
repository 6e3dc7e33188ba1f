// Preloaded by services under test: what they keep is seen only when the garbage is gone.
process.on("SIGUSR2", () => {
  globalThis.gc?.();
});
