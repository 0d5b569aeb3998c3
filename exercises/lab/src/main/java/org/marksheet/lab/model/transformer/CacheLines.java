package org.marksheet.lab.model.transformer;

/**
 * Lines of a script that make {@code k} and {@code v} of all s tokens out of {@code newK} and {@code newV} [B,K,t,h] of the t new ones,
 * in block {@code i}.
 */
public enum CacheLines {
    /** There is no cache: the new tokens are all there are. */
    NONE("""
            k = newK
            v = newV
            """),

    /** The cache stays as it is, and new and old are copied. */
    KEPT("""
            k = torch.cat([cache[torch.mul(2, i)], newK], 2)
            v = torch.cat([cache[torch.add(torch.mul(2, i), 1)], newV], 2)
            """),

    /**
     * The cache is used up: what is new is written behind it, into the room that was left when it was copied last. That there is room
     * shows in the strides: heads lie farther apart than their tokens take up, and no row lies on another one.
     */
    SPENT(behind("k", "cache[torch.mul(2, i)]", "newK") + behind("v", "cache[torch.add(torch.mul(2, i), 1)]", "newV"));

    private final String lines;

    CacheLines(String lines) {
        this.lines = lines;
    }

    /**
     * Returns the lines.
     *
     * @param depth how many blanks each begins with
     */
    public String indented(int depth) {
        return lines.indent(depth).stripTrailing();
    }

    private static String behind(String whole, String old, String added) {
        return """
                old = <old>
                wide = torch.size(<added>, 3)
                apart = torch.stride(old, 1)
                roomy = torch.__and__(torch.eq(torch.stride(old, 2), wide), torch.ge(apart, torch.mul(s, wide)))
                if torch.__and__(roomy, torch.ge(torch.stride(old, 0), torch.mul(torch.size(old, 1), apart))):
                  <whole> = torch.as_strided(old, [b, torch.size(old, 1), s, wide], [torch.stride(old, 0), apart, wide, 1])
                else:
                  room = torch.new_empty(old, [b, torch.size(old, 1), torch.add(s, 32), wide])
                  <whole> = torch.slice(room, 2, 0, s)
                  _3 = torch.copy_(torch.slice(<whole>, 2, 0, torch.sub(s, t)), old)
                _4 = torch.copy_(torch.slice(<whole>, 2, torch.sub(s, t)), <added>)
                """
                .replace("<whole>", whole)
                .replace("<old>", old)
                .replace("<added>", added);
    }
}
