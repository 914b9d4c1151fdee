#!/usr/bin/env python3
"""Reports read from Word files:  word.py ZIPING SAMPLES

Small files are made here, as Word and WPS write them, and some as nobody should: each is imported by the program, and what it
says is compared.
"""
import html
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def p(text, properties=''):
    """a paragraph, its text cut into runs as Word cuts it"""
    runs = ''.join('<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">%s</w:t></w:r>' % html.escape(text[i:i + 5])
                   for i in range(0, len(text), 5))
    return '<w:p><w:pPr>%s<w:rPr/></w:pPr>%s</w:p>' % (properties, runs)


def cell(text, properties=''):
    return '<w:tc><w:tcPr>%s</w:tcPr>%s</w:tc>' % (properties, ''.join(p(line) for line in text.split('\n')))


def table(*rows):
    return '<w:tbl><w:tblPr/>%s</w:tbl>' % ''.join('<w:tr>%s</w:tr>' % ''.join(c if c.startswith('<') else cell(c) for c in row) for row in rows)


def document(*body):
    return '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document %s><w:body>%s<w:sectPr/></w:body></w:document>' % (NS, ''.join(body))


def docx(path, xml, **parts):
    with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as z:
        z.writestr('[Content_Types].xml', TYPES)
        z.writestr('docProps/app.xml', '<Properties/>')
        z.writestr('word/document.xml', xml)
        for name, text in parts.items():
            z.writestr('word/%s.xml' % name, text)


NUMBERING = '''<w:numbering %s><w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%%2）"/></w:lvl>
</w:abstractNum><w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="（%%1）"/></w:lvl>
</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="8"/></w:num></w:numbering>''' % NS
STYLES = '''<w:styles %s><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr>
<w:outlineLvl w:val="0"/></w:pPr></w:style></w:styles>''' % NS


def heading(text):
    return p(text, '<w:pStyle w:val="1"/>')


def item(text, number=4, level=0):
    return p(text, '<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr>' % (level, number))


class Clerk:
    def __init__(self, ziping, folder):
        self.ziping, self.folder, self.failures = ziping, folder, 0
        self.env = dict(os.environ, LANG='C.UTF-8', LC_ALL='C.UTF-8', LANGUAGE='', HOME=folder, XDG_DATA_HOME=folder, XDG_CONFIG_HOME=folder)

    def run(self, *args):
        return subprocess.run([self.ziping, '--lang', 'en', *args], cwd=self.folder, env=self.env, capture_output=True, encoding='utf-8', timeout=120, check=False)

    def check(self, name, good, said=''):
        if not good:
            self.failures += 1
            print('%s: %s' % (name, said))

    def reads(self, name, expected, form='overall-report', **parts):
        """what is imported from x.docx, path by path"""
        out = os.path.join(self.folder, 'x.yaml')
        if os.path.exists(out):
            os.remove(out)
        done = self.run('import', '--form', form, '-o', 'x.yaml', 'x.docx')
        self.check(name, done.returncode == 0, done.stderr)
        if done.returncode:
            return
        got = self.run('get', '--raw', 'x.yaml', *expected).stdout.splitlines()
        for path, value, is_now in zip(expected, expected.values(), got):
            self.check(name, value == is_now, '%s is %r and should be %r\n%s' % (path, is_now, value, done.stderr))
        self.check(name, len(got) == len(expected), 'not every path has a value: %r' % got)

    def refuses(self, name, says, seconds=20):
        start = time.monotonic()
        done = self.run('import', 'x.docx')
        took = time.monotonic() - start
        self.check(name, done.returncode == 2 and says in done.stderr, '%d %s' % (done.returncode, done.stderr[:500]))
        self.check(name, took < seconds, 'took %.1f seconds' % took)


def from_markdown(text):
    """the program's own document, as somebody would paste it into Word"""
    body, rows = [], []
    for line in text.split('\n') + ['']:
        plain = line.replace('\\', '').replace('&lt;', '<').replace('&amp;', '&')
        if line.startswith('|'):
            if not line.startswith('| ---'):
                rows.append([c.strip().replace('<br>', '\n') for c in plain.strip('|').split('|')])
            continue
        if rows:
            body.append(table(*rows))
            rows = []
        if line.startswith('# '):
            body += [p(t) for t in plain[2:].split('<br>')]
        elif line.startswith('>'):
            continue
        elif plain:
            body.append(p(plain.lstrip('# ')))
    return document(*body)


def ordinary(c):
    docx(c.folder + '/x.docx', document(
        p('某局2021年度部门整体支出绩效自评报告'),
        heading('部门（单位）基本情况'),
        item('职能、机构和人员', 3, 1),
        p('某局为全额预算管理的正科级单位，年末在编人数２２人。'),
        item('年度整体支出绩效目标', 3, 1),
        p('管好城市。'),
        heading('一般公共预算支出情况'),
        p('一般公共预算财政拨款收入2,255.22万元。'),
        table(['“三公”经费', '上年决算数（元）', '本年预算数（元）'], ['其中：公车购置', '30000', '—'], ['公务接待', '10,000.00', '20000']),
        table([cell('项目支出明细', '<w:gridSpan w:val="3"/>')], ['类别', '项目', '金额（万元）'],
              [cell('业务工作专项', '<w:vMerge w:val="restart"/>'), '绿化', '12.50'], [cell('', '<w:vMerge/>'), '保洁', '7.00']),
        heading('政府性基金预算支出情况'),
        p('无。'),
        p('八、下一步改进措施'),
        item('抓好队伍。每月培训。'),
        item('补种树木。春季完成。'),
    ), styles=STYLES, numbering=NUMBERING)
    c.reads('paragraphs, tables and numbers that Word counts', {
        'profile.unit': '某局', 'profile.year': '2021', 'profile.staff': '22', 'profile.goal': '管好城市。', 'general_budget.revenue': '2255.22',
        'general_budget.three_public.vehicle_buy.prev_final': '3', 'general_budget.three_public.reception.budget': '2',
        "general_budget.projects['保洁'].amount": '7.00', "general_budget.projects['保洁'].kind": '业务工作专项',
        'government_fund.expenditure': '0', 'plan.items[1].title': '补种树木', 'plan.items[1].text': '春季完成。',
    })
    docx(c.folder + '/x.docx', document(
        '<w:p><w:r><w:t>单位：</w:t></w:r><w:del><w:r><w:delText>旧局</w:delText></w:r></w:del><w:ins><w:r><w:t>新局</w:t></w:r></w:ins></w:p>',
        '<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>', p('年度：2020'), '</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>',
        p('年度：1999'), '</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>全年预算数：5万元</w:t></w:r></w:p>'))
    c.reads('revisions and text boxes', {'money.unit': '新局', 'money.year': '2020', 'money.budget': '5'}, form='small-form.yaml')


def span(text, columns):
    return cell(text, '<w:gridSpan w:val="%d"/>' % columns)


def down(text):
    """a cell over several rows; without a text it goes on from above"""
    return cell(text, '<w:vMerge w:val="restart"/>' if text else '<w:vMerge/>')


def annexes(c):
    """tables as finance bureaus lay them out: several of the form's in one, years for last year's and this"""
    docx(c.folder + '/x.docx', document(
        p('附件1'), p('2021年度部门整体支出绩效评价基础数据表'),
        table(['人员情况', '编制数', '2021年在职', '控制率'], ['', '25', '22', '88.00%'],
              ['经费控制情况（单位：万元）', '2020年决算数', '2021年预算数', '2021年决算数'],
              ['三公经费', '3.20', '4.00', '2.75'], ['1、公务用车购置和维护经费', '2.10', '2.50', '1.75'], ['其中：公车购置', '0', '0', '0'],
              ['公车运行维护', '2.10', '2.50', '1.75'], ['3、公务接待', '1.10', '1.50', '1.00'],
              ['项目支出：', '900', '1000', '990'], ['1、业务工作专项', '500', '600', '590'], ['其中：办公经费', '10', '10', '9.5'],
              ['厉行节约保障措施', span('严格执行各项制度。', 3)]),
        p('附件2'), p('部门整体支出绩效自评表'),
        table([down('年度预算申请（万元）'), '', '年初预算数', '全年预算数', '全年执行数', '分值', '执行率', '得分'],
              [down(''), '年度资金总额', '2000', '2255.22', '2255.22', '10', '100%', '10'],
              [down(''), '其中：一般公共预算', '2000', '2231.96', '2231.96', '', '', ''],
              [down(''), '政府性基金拨款', '0', '23.26', '23.26', '', '', ''],
              ['一级指标', '二级指标', '三级指标', '年度指标值', '实际完成值', '分值', '得分', '偏差原因分析及改进措施'],
              [down('产出指标'), down('数量指标'), '修补路面', '20000', '20000', '20', '20', ''],
              [down(''), down(''), '栽植花草', '20', '21', '20', '20', '天气好'],
              [span('总分', 5), '100', '98', ''])))
    c.reads('annexes', {
        'profile.posts': '25', 'general_budget.three_public.total.prev_final': '3.20', 'general_budget.three_public.vehicles.final': '1.75',
        'general_budget.three_public.reception.budget': '1.50', 'base_data.spending.project.final': '990', 'base_data.spending.office.final': '9.5',
        'base_data.frugality': '严格执行各项制度。', 'base_data.used': 'true', 'self_score.funds.general.budget': '2231.96',
        'self_score.funds.total.spent': '2255.22', "self_score.indicators['栽植花草'].level1": '产出指标',
        "self_score.indicators['栽植花草'].actual": '21', "self_score.indicators['栽植花草'].reason": '天气好',
    })


def there_and_back(c, samples):
    for name in ('lusong-2021.yaml', 'small.yaml'):
        source = shutil.copy(os.path.join(samples, name), c.folder)
        text = c.run('export', '--draft', '--to', 'md', source).stdout
        docx(c.folder + '/x.docx', from_markdown(text))
        if os.path.exists(c.folder + '/x.yaml'):
            os.remove(c.folder + '/x.yaml')
        done = c.run('import', '--form', 'small-form.yaml' if name == 'small.yaml' else 'overall-report', '-o', 'x.yaml', 'x.docx')
        c.check(name, done.returncode == 0 and 'no place' not in done.stderr, done.stderr)
        said = [line for line in c.run('diff', source, 'x.yaml').stdout.splitlines()
                if line.startswith('  ') and 'other digits kept' not in line and 'Origins' not in line]
        c.check(name, not said, '\n'.join(said))


def hostile(c):
    path = c.folder + '/x.docx'
    docx(path, document('<w:p><w:r><w:t>', 'x' * (80 << 20), '</w:t></w:r></w:p>'))
    c.refuses('a part that unpacks to 80 MiB', 'limit')
    docx(path, document(*[p('一行')] * 250000))
    c.refuses('more paragraphs than a report can have', 'more text')
    docx(path, document('<w:p><w:r><w:t>', '长' * (1 << 20), '</w:t></w:r></w:p>'))
    c.refuses('a paragraph of 3 MiB', 'more text')
    docx(path, document('<w:p><w:r><w:t>a</w:t>' + '<w:r>' * 5000 + '</w:r>' * 5000 + '</w:r></w:p>'))
    c.refuses('5000 elements in one another', 'damaged')
    docx(path, document('<w:tbl><w:tr><w:tc>' * 60, p('单位：深局'), '</w:tc></w:tr></w:tbl>' * 60))
    c.check('60 tables in one another', c.run('import', '--form', 'small-form.yaml', 'x.docx').returncode == 0)
    bomb = '<!DOCTYPE w:document [<!ENTITY a "%s">%s]>' % ('哈' * 100, ''.join(
        '<!ENTITY %s "%s">' % (chr(98 + i), ('&%s;' % chr(97 + i)) * 10) for i in range(9)))
    docx(path, bomb + document('<w:p><w:r><w:t>&j;</w:t></w:r></w:p>').split('?>', 1)[1])
    c.refuses('entities that multiply', 'damaged')
    secret = os.path.join(c.folder, 'secret.txt')
    with open(secret, 'w', encoding='utf-8') as f:
        f.write('秘密')
    docx(path, '<!DOCTYPE d [<!ENTITY s SYSTEM "file://%s">]>' % secret + document('<w:p><w:r><w:t>&s;</w:t></w:r></w:p>').split('?>', 1)[1])
    done = c.run('import', 'x.docx')
    c.check('an entity from a file', done.returncode == 2 and '秘密' not in done.stdout + done.stderr, done.stderr)
    docx(path, document(p('单位：局'))[:-40])
    c.refuses('a part that ends too early', 'damaged')
    docx(path, document(table(*[['x'] * 3] * 3).replace('<w:tcPr>', '<w:tcPr><w:gridSpan w:val="-5"/><w:gridSpan w:val="99999999999"/>')))
    c.check('spans that are none', c.run('import', 'x.docx').returncode == 0)
    with zipfile.ZipFile(path, 'w') as z:
        z.writestr('xl/workbook.xml', '<x/>')
    c.refuses('a spreadsheet', 'no Word file')
    docx(path, document(p('单位：局')))
    with open(path, 'rb') as f:
        good = f.read()
    for cut in range(4, len(good), 41):
        with open(path, 'wb') as f:
            f.write(good[:cut])
        done = c.run('import', 'x.docx')
        c.check('a file cut at %d' % cut, done.returncode in (0, 2) and 'Sanitizer' not in done.stderr, done.stderr[:300])
    for at in range(0, len(good), 29):
        with open(path, 'wb') as f:
            f.write(good[:at] + bytes([good[at] ^ 0x5A]) + good[at + 1:])
        done = c.run('import', 'x.docx')
        c.check('a file with byte %d wrong' % at, done.returncode in (0, 2) and 'Sanitizer' not in done.stderr, done.stderr[:300])


def main():
    ziping, samples = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        c = Clerk(ziping, folder)
        shutil.copy(os.path.join(samples, 'small-form.yaml'), folder)
        ordinary(c)
        annexes(c)
        there_and_back(c, samples)
        hostile(c)
        if shutil.which('ldd'):
            needs = subprocess.run(['ldd', ziping], capture_output=True, encoding='utf-8', check=False).stdout
            c.check('starting does not load what reads Word files', 'libxml2' not in needs and 'libarchive' not in needs, needs)
    print('%d failure%s' % (c.failures, 's' * (c.failures != 1)))
    return 1 if c.failures else 0


if __name__ == '__main__':
    sys.exit(main())
