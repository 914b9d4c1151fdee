#!/usr/bin/env python3
"""gen_report.py ROWS [SEED] > report.yaml: a report of any size, the same for the same arguments.

Some 115 bytes a row: 200000 rows make a file of 23 MB. Some rows carry a literal block, some a comment,
and the sections hold long texts, as real reports do.
"""
import random
import sys

KINDS = ["专项", "运转", "其他"]
NAMES = ["河道清淤", "村道养护", "校舍修缮", "疫苗采购", "图书更新", "路灯节能", "老旧小区改造", "垃圾清运",
         "法律援助", "防汛物资", "技能比武", "档案数字化", "食堂补助"]
SENTENCES = [
    "全年任务按进度完成，支出均有合同和验收单。",
    "上半年招标两次流标，付款因此推迟到第四季度。",
    "走访了十二个村，收回有效问卷一百八十六份。",
    "指标定得偏粗，部分产出没有写明计量单位。",
    "明年起按季度核对台账，发现偏差当月说明。",
    "受访群众表示满意的占93.4%，比上一年多两成。",
]


def paragraph(rnd, indent, count):
    for _ in range(count):
        yield " " * indent + "".join(rnd.choice(SENTENCES) for _ in range(rnd.randint(2, 5))) + "\n"


def row(rnd, i):
    budget = rnd.randint(100, 9999999)
    amount = budget if i % 3 == 0 else rnd.randint(0, budget)
    if i % 400 == 11:
        yield "    # 金额与合同核对过\n"
    yield f"    - name: {NAMES[i % len(NAMES)]}{i + 1}\n"
    yield f"      kind: {KINDS[i % len(KINDS)]}\n"
    yield f"      budget: {budget // 100}.{budget % 100:02d}\n"
    yield f"      amount: {amount // 100}.{amount % 100:02d}\n"
    if i % 50 == 7:
        yield "      note: |-\n"
        yield from paragraph(rnd, 8, 3)


def report(rows, rnd):
    yield "# 部门整体支出绩效自评报告\nform: overall-report@2021.1\nprofile:\n  unit: 某县水务中心\n  year: 2024\n"
    yield "  contact: 李四\n  phone: '0731-5550100'\n  filled_on: 2025-03-18\n\n"
    yield "# 以下单位：万元\ngeneral_budget:\n  revenue: 2255.22\n  expenditure: 2255.22\n  basic: 391.51\n  project: 1863.68\n"
    yield "  projects:\n"
    for i in range(rows):
        yield from row(rnd, i)
    yield "\nnotes:\n"
    for name in ("results", "problems", "measures", "publicity"):
        yield f"  {name}: |-\n"
        yield from paragraph(rnd, 4, 4)


def main():
    rows = int(sys.argv[1])
    rnd = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    sys.stdout.writelines(report(rows, rnd))


if __name__ == "__main__":
    main()
