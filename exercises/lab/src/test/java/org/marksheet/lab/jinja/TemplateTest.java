package org.marksheet.lab.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Jinja prints, with the settings of transformers. */
class TemplateTest {
    private static final List<Map<String, Object>> TALK = List.of(
            Map.of("role", "user", "content", " Hi "), Map.of("role", "assistant", "content", "Yes?"),
            Map.of("role", "user", "content", "Bye"));

    @ParameterizedTest
    @CsvSource(delimiter = '#', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            {{ talk|length }}{{ talk|map(attribute='role')|join(', ') }}            # 3user, assistant, user
            {% for m in talk[1:] %}{{ loop.index0 }}/{{ loop.length }}{% if not loop.last %};{% endif %}{% endfor %} # 0/2;1/2
            {% for m in talk[::-1] %}{{ loop.revindex }}{{ m['role'][0] }}{% endfor %} # 3u2a1u
            {% for m in none_such %}x{% else %}nobody{% endfor %}                   # nobody
            {% for m in talk if m.role != 'assistant' %}{{ loop.index }}{{ m.content|trim }} {% endfor %}| # 1Hi 2Bye |
            {% for k, v in {'a': 1, 'b': 2}.items() %}{{ k }}={{ v }},{% endfor %}  # a=1,b=2,
            {% for i in range(5) %}{% if i == 1 %}{% continue %}{% elif i == 3 %}{% break %}{% endif %}{{ i }}{% endfor %} # 02
            {{ talk|selectattr('role', 'equalto', 'user')|list|length }}{{ talk|rejectattr('role', 'in', ['user'])|list|length }} # 21
            {% set ns = namespace(n=0) %}{% for m in talk %}{% set ns.n = ns.n + loop.index %}{% endfor %}{{ ns.n }} # 6
            {% set x = 1 %}{% for m in talk %}{% set x = 2 %}{{ x }}{% endfor %}{{ x }}{% if true %}{% set x = 5 %}{% endif %}{{ x }} # 22215
            {% set x %} a {{ 1 + 1 }}{% endset %}[{{ x }}]                          # [ a 2]
            {{ 'a' ~ 1 ~ none ~ true ~ 2.0 }} {{ (1 + 2) ~ 3 }} {{ 10 - 2 - 3 }}    # a1NoneTrue2.0 33 5
            {{ 7 // 2 }} {{ -7 // 2 }} {{ -7 % 3 }} {{ 7 / 2 }} {{ 2 + 3 * 4 }}      # 3 -4 2 3.5 14
            {{ 'x' if false }}|{{ 1 if false else 2 if false else 3 }}              # |3
            {{ not 1 == 2 }} {{ 1 < 2 < 3 }} {{ 1 < 3 < 2 }} {{ '' or none or 'c' }} {{ 'a' and 'b' }} # True True False c b
            {{ gone is defined }} {{ gone is not defined }} {{ nothing is none }} {{ nothing is defined }} {{ gone }}| # False True True True |
            {{ 'abcdef'[1:4] }} {{ 'abcdef'[::-1] }} {{ 'abcdef'[-3:] }} {{ 'abc'[-1] }} {{ 'abc'[7] }}| # bcd fedcba def c |
            {{ 'a,b,c'.split(',', 1)|join('-') }} {{ ' a  b '.split()|join('-') }} {{ 'xxaxx'.strip('x') }} # a-b,c a-b a
            {{ 'think</t>say'.split('</t>')[-1] }} {{ 'abab'.replace('a', 'c') }} {{ 'Hello'.startswith('He') }} # say cbcb True
            {{ "it's ok"|title }} {{ "it's ok".title() }} {{ 'hELLO'|capitalize }}  # It's Ok It'S Ok Hello
            {{ gone|default('d') }} {{ ''|default('d') }}| {{ ''|default('d', true) }} # d | d
            {{ 3 is odd }} {{ 6 is divisibleby 3 }} {{ 'a' is string }} {{ talk is mapping }} {{ true is integer }} # True True True False False
            {{ 1 == 1.0 }} {{ '1' == 1 }} {{ 'k' in {'k': 0} }} {{ 'x' not in ['x'] }} {{ [1, 2] == [1, 2] }} # True False True False True
            {{ {'a': [true, none, 1.5, 'ü"']}|tojson }}                             # {"a": [true, null, 1.5, "ü\\""]}
            {{ '12'|int + 1 }} {{ 'x'|int }} {{ 5|string + 'a' }} {{ 100000.0 }}    # 13 0 5a 100000.0
            {{ [3, 1, 2]|sort|join }} {{ [1, 1, 2]|unique|join }} {{ [1, 2, 3, 4]|select('even')|join(',') }} # 123 12 2,4
            {{ {'a': {'b': {}}}.a.b|length }}{{ '}}' }}{{ "%}" }}                   # 0}}%}
            {{ 'a\\'b' "c\\\\n" }} {{ 'a😀b'|length }}{{ 'a😀b'[1] }}                # a'bc\\n 3😀
            {% generation %}said{% endgeneration %}                                 # said
            """)
    void expressionsAndStatementsPrintWhatTheyDoInJinja(String template, String expected) {
        assertThat(render(template)).isEqualTo(expected);
    }

    @Test
    void lineBreaksAndBlanksAroundStatementsAreDropped() {
        assertThat(render("a\n  {% if true %}\n    b\n  {% endif %}\nc\n\n")).isEqualTo("a\n    b\nc\n");
        assertThat(render("a {{ 1 }}\nb")).isEqualTo("a 1\nb");
        assertThat(render("  {# one #}\n  {{ 1 }}\n")).isEqualTo("  1");
        assertThat(render("x {% if true %} y{% endif %}")).as("not at the beginning of a line").isEqualTo("x  y");
        assertThat(render("  {%+ if true +%}\n y{% endif %}")).isEqualTo("  \n y");
    }

    @Test
    void aMinusDropsAllWhitespaceOnItsSide() {
        assertThat(render("a  {#- b -#}  c \n {{- 'd' -}} \n e {% if true -%} \n f {%- endif %} g")).isEqualTo("acde f g");
        assertThat(render("{%- for m in talk %}\n    {{- '[' + m.content + ']' }}\n{%- endfor %}\n")).isEqualTo("[ Hi ][Yes?][Bye]");
    }

    @Test
    void linesEndAlikeOnAllSystems() {
        assertThat(render("a\r\n{% if true %}\r\nb\r\n{% endif %}\r\nc\r\n")).isEqualTo("a\nb\nc");
    }

    @Test
    void jsonIsIndentedAsInPython() {
        assertThat(render("{{ [1, {'a': 'b'}, []]|tojson(indent=2) }}"))
                .isEqualTo("[\n  1,\n  {\n    \"a\": \"b\"\n  },\n  []\n]");
        assertThat(render("{{ 'a\\nb\\n\\nc'|indent(2) }}")).isEqualTo("a\n  b\n\n  c");
    }

    @Test
    void functionsAreHandedInAsVariables() {
        UnaryOperator<String> twice = text -> {
            if (text.isEmpty()) {
                throw new IllegalArgumentException("Twice of nothing");
            }
            return text + text;
        };
        assertThat(Template.parse("t", "{{ twice('ab') if twice is defined }}").render(Map.of("twice", twice))).isEqualTo("abab");
        assertThatThrownBy(() -> Template.parse("t", "{{ twice('') }}").render(Map.of("twice", twice)))
                .hasMessage("t:1: Twice of nothing is not known here. Write this place of the template without it.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', quoteCharacter = '`', textBlock = """
            {% macro m() %}{% endmacro %}   # The statement "macro" is not known here. Write this place of the template without it.
            {% include 'x' %}               # The statement "include" is not known here.
            {{ 1|wordwrap }}                # The filter "wordwrap" is not known here.
            {{ 1 is sameas 1 }}             # The test "is sameas" is not known here.
            {{ lipsum() }}                  # The function "lipsum" is not known here.
            {{ 'a'.zfill(3) }}              # The method "zfill" of a string is not known here.
            {{ 2 ** 3 }}                    # The operator "**" is not known here.
            {{ range(*talk) }}              # Spreading arguments with "*" is not known here.
            {{ talk }}                      # Printing a list other than with tojson is not known here.
            {{ 'a'|trim('a', 'b') }}        # A call with 2 arguments where 1 are known is not known here.
            {% for m in talk recursive %}{% endfor %} # A recursive loop is not known here.
            {{ gone.x }}                    # "gone" is not defined, so it has no "x". Does the template fit these messages?
            {{ talk[0].gone.strip() }}      # "gone" is not defined, so it has no method "strip".
            {{ 'a' + 1 }}                   # "+" stands between a string and a number.
            {{ 'a' + gone }}                # "+" stands between a string and not defined (gone).
            {{ 1 // 0 }}                    # "//" divides by 0.
            {% for x in 3 %}{% endfor %}    # There is nothing to go through in a number.
            {% for a, b in [[1]] %}{% endfor %} # A member has 1 parts for the names a, b.
            {% set talk.x = 1 %}            # "talk" is no namespace, so its field cannot be set.
            {{ raise_exception('Roles!') }} # The template refuses these messages: Roles!
            {{ range(1000000) }}            # A range from 0 to 1000000 by 1 has no end or is too long.
            {% if true %}                   # "elif" or "else" or "endif" is missing. Copy or download the template again.
            {% endif %}                     # "endif" ends nothing.
            {% break %}                     # "break" and "continue" belong into a loop.
            {{ 1 +                          # A tag has no end.
            {{ ) }}                         # An expression was expected instead of ")".
            {{ 1 2 }}                       # The end of the tag was expected instead of "2".
            {{ 'a' ; }}                     # The character ';' stands where none is expected.
            {% if 1 = 1 %}{% endif %}       # The end of the tag was expected instead of "=".
            """)
    void whatIsBeyondIsRefusedWithItsLine(String template, String message) {
        assertThatThrownBy(() -> render("first\n\n" + template + "\n"))
                .isInstanceOf(TemplateException.class)
                .hasMessageMatching("chat\\.jinja:[34]: .*")
                .hasMessageContaining(message);
    }

    @Test
    void theLineIsThatOfTheTag() {
        assertThatThrownBy(() -> render("a\n{# b\n")).hasMessage(
                "chat.jinja:2: A comment has no end. Copy or download the template again.");
        assertThatThrownBy(() -> render("a\n\n{% if true %}\n{{ gone.x }}\n{% endif %}\n"))
                .hasMessageStartingWith("chat.jinja:4: \"gone\" is not defined");
        assertThatThrownBy(() -> render("a\n{{ 1 }}\n{% macro x() %}\n")).hasMessageStartingWith("chat.jinja:3: ");
    }

    private static String render(String template) {
        Map<String, Object> variables = new HashMap<>();
        variables.put("talk", TALK);
        variables.put("nothing", null);
        return Template.parse("chat.jinja", template).render(variables);
    }
}
