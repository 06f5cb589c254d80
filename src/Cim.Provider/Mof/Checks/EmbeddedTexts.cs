using Cim.Provider.Mof.Parsing;
using Cim.Provider.Mof.Syntax;

namespace Cim.Provider.Mof.Checks;

/// <summary>Reads objects that are embedded as a text in MOF (DSP0004 §5.6.3.14, §5.6.3.15).</summary>
internal sealed class EmbeddedTexts(MofLimits limits, Diagnostics diagnostics)
{
    private static readonly MofTexts NoFiles = new(new Dictionary<string, string>());

    /// <summary>The one declaration that a text holds; null where it holds something else, which is then told.</summary>
    public DeclarationSyntax? Read(MofText text, ValueSyntax.Text value, string space, Subject subject)
    {
        var errors = diagnostics.Errors;
        var reading = new Reading(NoFiles, limits, diagnostics) { Namespace = space };
        reading.Parse(new($"{text.Name}:{text.LineOf(value.Offset)} (embedded)", text.Order, value.Value));
        if (diagnostics.Errors > errors)
        {
            return null;
        }

        if (reading.Declarations is [InstanceSyntax or ClassSyntax])
        {
            return reading.Declarations[0];
        }

        diagnostics.Error(text, value.Offset, $"{subject} must hold one instance, or one class, in MOF");
        return null;
    }
}
