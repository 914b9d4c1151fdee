#!/usr/bin/env python3
"""bench_many.py ZIPING SAMPLE [COUNT]: `check` over many reports (10,000 unless told): wall time on all cores against one, and
memory against that of 100 reports. Only the ratios mean something. Exit status 1 when one misses its mark."""
import os, resource, shutil, subprocess, sys, tempfile, time

ziping, sample = sys.argv[1:3]
count = int(sys.argv[3]) if len(sys.argv) > 3 else 10000
cores = sorted(os.sched_getaffinity(0))


def check(listing, on):
    """wall seconds, CPU seconds, and the largest process's memory in KiB"""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    pid = os.fork()
    if pid == 0:
        os.sched_setaffinity(0, on)
        out = os.open(os.devnull, os.O_WRONLY)
        os.dup2(out, 1)
        os.dup2(out, 2)
        os.execv(ziping, [ziping, "check", "--files-from", listing])
    _, _, used = os.wait4(pid, 0)
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, used.ru_maxrss


def judge(name, value, most):
    missed = value > most
    print(f"  {name:<34} {value:8.2f}  (at most {most}){'  MISSED' if missed else ''}")
    return missed


with tempfile.TemporaryDirectory(prefix="ziping-bench.") as folder:
    names = []
    for i in range(count):
        names.append(os.path.join(folder, f"r{i:06d}.yaml"))
        shutil.copy(sample, names[-1])
    many, few = os.path.join(folder, "many"), os.path.join(folder, "few")
    open(many, "w").write("\n".join(names))
    open(few, "w").write("\n".join(names[:100]))
    walls = {1: [], 2: []}
    for _ in range(3):
        walls[1].append(check(many, cores[:1])[0])
        walls[2].append(check(many, cores[:2])[0])
    one, two = min(walls[1]), min(walls[2])
    print(f"check of {count} reports: {one:.2f} s on one core, {two:.2f} s on two, {two / count * 1e6:.0f} us a report")
    missed = judge("wall, two cores against one", two / one, 0.6) if len(cores) > 1 else False
    missed |= judge("memory, against 100 reports", check(many, cores)[2] / check(few, cores)[2], 1.3)
sys.exit(1 if missed else 0)
