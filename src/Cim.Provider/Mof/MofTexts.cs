using System.Text;

namespace Cim.Provider.Mof;

/// <summary>Texts that are held in memory, by name: what a client sends, or what is built in.</summary>
public sealed class MofTexts(IReadOnlyDictionary<string, string> texts) : IMofSource
{
    /// <inheritdoc/>
    public string? Find(string name, string? includer) => texts.ContainsKey(name) ? name : null;

    /// <inheritdoc/>
    public byte[] Read(string name, int mostBytes) => Encoding.UTF8.GetBytes(texts[name]);
}
