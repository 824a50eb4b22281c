#!/usr/bin/env bash
# Training and answering at true sizes beside transformers + PEFT, on one NVIDIA GPU: bench.sh 7b [work folder]
# Needs python3 with torch, transformers 5 and peft, and onnxruntime-node with its CUDA provider. Prints JSON lines;
# "peak" is the GPU memory in use at worst, as the driver sees it. QUARTET_BENCH is a bundle of quartet-gpu.ts where
# the sources' dependencies are not installed.
set -u
size=$1
work=${2:-/dev/shm}
here=$(cd "$(dirname "$0")" && pwd)
quartet=${QUARTET_BENCH:-$here/quartet-gpu.ts}
node=${NODE:-node}

row() { # $1: name; the rest: the command
  local name=$1; shift
  nvidia-smi --query-gpu=memory.used --format=csv,noheader,nounits -lms 100 >"$work/memory.log" & local watcher=$!
  "$@" 2>"$work/errors.log" | sed "s/^{/{\"row\":\"$name\",/" || tail -3 "$work/errors.log"
  kill $watcher; wait $watcher 2>/dev/null
  echo "{\"row\":\"$name\",\"peakMiB\":$(sort -n "$work/memory.log" | tail -1),\"at\":$SECONDS}"
}

[ -d "$work/$size" ] || python3 "$here/make_snapshot.py" "$size" "$work/$size" >"$work/snapshot.log" 2>&1 || tail -3 "$work/snapshot.log"
ours() { "$node" "$quartet" --snapshot "$work/$size" --runs 2 "$@"; }
row "$size train b2" ours --batch 2 --steps 60
row "$size train b8" ours --batch 8 --steps 20
row "$size train b2 recompute" ours --batch 2 --steps 30 --runs 1 --recompute
row "$size train b2 recompute nf4" ours --batch 2 --steps 30 --runs 1 --recompute --precision nf4
row "$size train b2 recompute nf4-double-quant" ours --batch 2 --steps 30 --runs 1 --recompute --precision nf4-double-quant
row "$size train b8 text only" ours --batch 8 --steps 20 --textOnly
row "$size train b8 features kept" ours --batch 8 --steps 20 --kept
row "$size answer b16" ours --phase answer --batch 16 --steps 8
row "$size torch" python3 "$here/torch_baseline.py" --sizes "$size"
