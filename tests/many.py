#!/usr/bin/env python3
"""Many reports at once: on all cores, in the order of the files, one that fails stops nothing, memory flat.

usage: many.py ZIPING SAMPLES
"""
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ziping, samples = sys.argv[1:3]
# under a sanitizer what was freed is kept for a while, which is not what is measured here
ENV = {**os.environ, "LC_ALL": "C.UTF-8", "ASAN_OPTIONS": "quarantine_size_mb=1"}


def run(*arguments, **options):
    return subprocess.run([ziping, "--lang", "en", *arguments], capture_output=True, env=ENV, timeout=300, **options)


def reports(folder, count):
    """COUNT reports, each different from the others by its year; every tenth has an error"""
    text = open(os.path.join(samples, "small.yaml"), encoding="utf-8").read()
    wrong = open(os.path.join(samples, "small-wrong.yaml"), encoding="utf-8").read()
    names = []
    for i in range(count):
        path = os.path.join(folder, f"r{i:05d}.yaml")
        with open(path, "w", encoding="utf-8") as f:
            f.write(wrong if i % 10 == 3 else text)
        names.append(path)
    for name in os.listdir(samples):
        if name.startswith("small") and not name.endswith(("small.yaml", "small-wrong.yaml")):
            shutil.copy(os.path.join(samples, name), folder)
    return names


def output_is_in_the_order_of_the_files_and_the_same_as_one_by_one(folder, names):
    all_at_once = run("check", *names)
    one_by_one = b"".join(run("check", name).stdout for name in names)
    assert all_at_once.stdout == one_by_one
    assert all_at_once.returncode == 1


def a_folder_stands_for_the_reports_in_it(folder, names):
    open(os.path.join(folder, "notes.yaml"), "w").write("shopping: [tea]\n")
    os.makedirs(os.path.join(folder, "below"), exist_ok=True)
    text = open(names[0], encoding="utf-8").read()
    open(os.path.join(folder, "below", "deep.yaml"), "w", encoding="utf-8").write(text.replace("small-form.yaml", "../small-form.yaml"))
    got = run("table", "--columns", "money.total", "--to", "json", folder)
    files = [json.loads(line)["file"] for line in got.stdout.splitlines()]
    assert files == sorted(files) and len(files) == len(names) + 1, (len(files), got.stderr)
    assert got.stderr.count(b"\n") == 1, got.stderr  # the two that are none: the list, and the form
    shutil.rmtree(os.path.join(folder, "below"))
    os.remove(os.path.join(folder, "notes.yaml"))


def one_bad_file_stops_nothing(folder, names):
    bad = os.path.join(folder, "broken.yaml")
    open(bad, "w").write("form: [\n")
    got = run("table", "--columns", "money.total", *names[:5], bad, os.path.join(folder, "gone.yaml"), *names[5:10])
    assert got.returncode == 2
    assert len(got.stdout.splitlines()) == 11
    assert b"broken.yaml:" in got.stderr and b"gone.yaml" in got.stderr
    os.remove(bad)


def children(pid):
    try:
        return [int(p) for p in open(f"/proc/{pid}/task/{pid}/children").read().split()]
    except OSError:
        return []


def a_worker_that_dies_costs_its_file_alone(folder, names):
    """the first file is long, and its worker is killed while it is at it"""
    big = os.path.join(folder, "a-big.yaml")
    head, row = [], None
    for line in open(names[0], encoding="utf-8"):
        head.append(line)
    rows = [line for line in head if line.lstrip().startswith("- ")]
    at = head.index(rows[-1]) + 1
    with open(big, "w", encoding="utf-8") as f:
        f.writelines(head[:at])
        f.writelines([rows[-1]] * 300000)
        f.writelines(head[at:])
    process = subprocess.Popen([ziping, "--lang", "en", "check", big, *names[:40]], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENV)
    workers = []
    until = time.monotonic() + 60
    while len(workers) < 2 and process.poll() is None and time.monotonic() < until:
        workers = children(process.pid)
    if len(workers) < 2:
        process.communicate()
        print("skipped: one core, so no workers")
        return
    os.kill(workers[0], signal.SIGKILL)
    out, err = process.communicate(timeout=300)
    expected = run("check", *names[:40])
    assert out == expected.stdout, out[:500]
    assert b"a-big.yaml" in err and b"signal 9" in err, err[:500]
    assert process.returncode == 2
    os.remove(big)


def memory_does_not_grow_with_the_number_of_files(folder, names):
    def peak(files):
        listing = os.path.join(folder, "list")
        open(listing, "w").write("\n".join(files))
        code = ("import resource,subprocess,sys\n"
                "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
                "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
        got = subprocess.run([sys.executable, "-c", code, ziping, "check", "--files-from", listing], capture_output=True, env=ENV)
        return int(got.stdout)
    few, many = peak(names[:100]), peak(names * 10)
    assert many <= 1.3 * few, (few, many)


def a_reader_that_goes_away_ends_the_run(folder, names):
    process = subprocess.Popen([ziping, "check", *(names * 5)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=ENV)
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(timeout=300) == 2


def an_engine_may_run_us_in_parallel(folder, names):
    """as README shows it: GNU parallel cuts the list into pieces and keeps their order"""
    if not shutil.which("parallel"):
        print("skipped: GNU parallel is not there")
        return
    listing = "\n".join(names) + "\n"
    got = subprocess.run(["parallel", "--no-notice", "--keep-order", "--pipe", "-N", "25", "-j", "2", ziping, "--lang", "en",
                          "check", "--format", "json", "--files-from", "-"], input=listing.encode(), capture_output=True, env=ENV)
    assert got.stdout == run("check", "--format", "json", *names).stdout, got.stderr
    assert got.returncode > 0


def exports_go_to_a_folder_and_one_of_the_same_name_is_refused(folder, names):
    out = os.path.join(folder, "out")
    other = os.path.join(folder, "other")
    os.makedirs(out)
    os.makedirs(other)
    shutil.copy(names[0], other)
    twin = os.path.join(other, os.path.basename(names[0]))
    got = run("export", "--draft", "--to", "json", "-o", out + "/", *names[:20], twin)
    assert len(os.listdir(out)) == 20, (os.listdir(out), got.stderr)
    assert got.returncode == 2 and b"same name" in got.stderr
    assert json.load(open(os.path.join(out, os.path.basename(names[0])).replace(".yaml", ".json"), encoding="utf-8"))


def main():
    with tempfile.TemporaryDirectory() as folder:
        names = reports(folder, 200)
        for test in (output_is_in_the_order_of_the_files_and_the_same_as_one_by_one, a_folder_stands_for_the_reports_in_it,
                     one_bad_file_stops_nothing, a_worker_that_dies_costs_its_file_alone,
                     memory_does_not_grow_with_the_number_of_files, a_reader_that_goes_away_ends_the_run,
                     an_engine_may_run_us_in_parallel, exports_go_to_a_folder_and_one_of_the_same_name_is_refused):
            test(folder, names)
            print("ok", test.__name__)


main()
