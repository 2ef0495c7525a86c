using FluentAssertions;
using Sessions.Stores.Files;
using Xunit;

namespace Sessions.Tests.Stores.Files;

public class FileNamesTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("import-1-2")]
    [InlineData("a.b_c-d.0")]
    [InlineData("_x")]
    [InlineData("console")]
    [InlineData("com")]
    [InlineData("com10")]
    public void A_harmless_name_stands_for_itself(string name) => FileNames.Of(name).Should().Be(name);

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("-rf")]
    [InlineData("a.")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a~b")]
    [InlineData("a\0b")]
    [InlineData("C:")]
    [InlineData("con")]
    [InlineData("CON")]
    [InlineData("con.txt")]
    [InlineData("nul.a.b")]
    [InlineData("com0")]
    [InlineData("lpt9.log")]
    [InlineData("conin$")]
    [InlineData("clock$")]
    [InlineData("straße")]
    [InlineData("日本")]
    public void Any_other_gets_a_prefix_and_a_hash(string name)
    {
        FileNames.Of(name).Should().MatchRegex("^[a-z0-9_][a-z0-9_-]{0,59}~[a-z2-7]{26}$");
        FileNames.IsHashed(FileNames.Of(name)).Should().BeTrue();
    }

    [Fact]
    public void The_hash_is_that_of_the_name_for_ever() =>
        FileNames.Of("User@Example.com").Should().Be("user_example_com~" + Base32OfSha256("User@Example.com"));

    [Fact]
    public void Half_a_surrogate_pair_is_refused()
    {
        var of = () => FileNames.Of("x\ud800");
        of.Should().Throw<ArgumentException>().WithMessage("*surrogate*");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void No_two_names_meet_and_none_escapes(int seed)
    {
        var random = new Random(seed);
        var made = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < 20_000; i++)
        {
            var name = Name(random);
            var file = FileNames.Of(name);

            file.Length.Should().BeInRange(1, FileNames.MaxLength);
            file.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is (>= '-' and <= '.') or '_' or '~').Should().BeTrue(file);
            (file[0] is '.' or '-' || file[^1] == '.').Should().BeFalse(file);
            Path.GetFileName(file).Should().Be(file);
            if (!made.TryAdd(file, name))
            {
                made[file].Should().Be(name, "one file name is one name (seed {0})", seed);
            }
        }

        // Names that differ in case alone, and names that look like hashed ones.
        foreach (var (file, name) in made.Take(2000).ToArray())
        {
            foreach (var twin in new[] { name.ToUpperInvariant(), file, file + "x" }.Where(twin => twin != name))
            {
                var other = FileNames.Of(twin);
                (made.TryGetValue(other, out var holder) && holder != twin).Should().BeFalse("\"{0}\" and \"{1}\" met (seed {2})", twin, holder, seed);
            }
        }
    }

    // A second way to the same text: one big number, five bits a digit.
    private static string Base32OfSha256(string name)
    {
        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name));
        var number = new System.Numerics.BigInteger(hash.AsSpan(0, 16), isUnsigned: true, isBigEndian: true) << 2;
        return string.Concat(Enumerable.Range(0, 26).Select(i => "abcdefghijklmnopqrstuvwxyz234567"[(int)((number >> (125 - (5 * i))) & 31)]));
    }

    private static string Name(Random random)
    {
        const string Alphabet = "abcABC019._-~/\\ :$äß日é\u0301con";
        var length = random.Next(10) == 0 ? random.Next(90, 257) : random.Next(1, 12);
        return string.Concat(Enumerable.Range(0, length).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
    }
}
