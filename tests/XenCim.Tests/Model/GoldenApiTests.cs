using System.Text;
using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Model;

namespace XenCim.Tests.Model;

/// <summary>
/// The public surface as one checked-in file: a change of the API is a visible diff. To accept a change, run the
/// tests with <c>XENCIM_ACCEPT=1</c> and commit the file.
/// </summary>
public sealed class GoldenApiTests
{
    [Fact]
    public void The_public_surface_is_the_one_that_is_checked_in()
    {
        var surface = Surface();
        var file = Path.Combine(SourceTree.Root, "tests", "XenCim.Tests", "Golden", "xen-api.txt");
        if (Environment.GetEnvironmentVariable("XENCIM_ACCEPT") == "1")
        {
            File.WriteAllText(file, surface);
        }

        surface.Should().Be(File.ReadAllText(file), "a change of the API is accepted on purpose, with XENCIM_ACCEPT=1");
    }

    private static string Surface()
    {
        var text = new StringBuilder();
        text.Append("# The Xen API as this server declares it: name, type, qualifier, the revision it came with.\n");
        foreach (var c in XenModel.Classes)
        {
            text.Append($"\nclass {c.Name} since {c.Since}\n");
            foreach (var field in c.Fields)
            {
                text.Append($"  field {field.Name} {field.Type} {field.Access} since {field.Since}\n");
            }

            foreach (var call in CallTable.Of(ApiVersion.Xend).Calls.Where(call => call.Name.StartsWith(c.Name + ".", StringComparison.Ordinal)))
            {
                var parameters = string.Join(", ", call.Parameters.Select(p => $"{p.Type} {p.Name}{(p.IsOptional ? "?" : "")}"));
                text.Append($"  message {call.Name[(c.Name.Length + 1)..]}({parameters}) {call.Result} {call.Role}{(call.HasAsync ? " async" : "")} since {call.Since}");
                text.Append(call.Errors.Length == 0 ? "\n" : $" errors {string.Join(" ", call.Errors)}\n");
            }
        }

        foreach (var e in XenModel.Enums.OrderBy(e => e.Name, StringComparer.Ordinal))
        {
            text.Append($"\n{(e.IsFlags ? "flags" : "enum")} {e.Name}\n");
            foreach (var value in e.Values)
            {
                text.Append($"  {value.Name} {value.Number} since {value.Since}\n");
            }
        }

        foreach (var s in XenModel.Structs.OrderBy(s => s.Name, StringComparer.Ordinal))
        {
            text.Append($"\nstruct {s.Name} since {s.Since}\n");
            foreach (var field in s.Fields)
            {
                text.Append($"  {field.Name} {field.Type}\n");
            }
        }

        text.Append("\nerrors\n");
        foreach (var error in Errors.All.OrderBy(e => e.Code, StringComparer.Ordinal))
        {
            text.Append($"  {error.Code}({string.Join(", ", error.Parameters)}) since {error.Since}\n");
        }

        return text.ToString();
    }
}
