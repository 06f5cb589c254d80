using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Cim.Provider.CimXml.Reading;
using Cim.Provider.CimXml.Writing;
using Cim.Provider.Mof;
using Cim.Provider.Operations;
using Cim.Provider.Schema;
using Wire;
using Wire.Xml;

namespace Cim.Provider.CimXml;

/// <summary>Brings files in MOF to a server that runs, by its method ImportSchema: the commands <c>mof import --url</c> and <c>mof check --url</c>.</summary>
/// <param name="server">Where the server speaks CIM-XML.</param>
/// <param name="user">Who logs in.</param>
/// <param name="password">With which password.</param>
/// <param name="says">Takes what came of it.</param>
/// <param name="complains">Takes what is wrong.</param>
public sealed class SchemaSender(Uri server, string user, string password, TextWriter says, TextWriter complains)
{
    private const string Space = "interop";

    /// <summary>Sends files, with all that they include.</summary>
    /// <returns>Whether nothing was wrong.</returns>
    public async Task<bool> SendAsync(IReadOnlyList<string> files, string space, bool keep)
    {
        string? wrong;
        try
        {
            using var client = new HttpClient();
            using var request = Request(MofCollected.Read(files, space), space, keep);
            using var answer = await client.SendAsync(request).ConfigureAwait(false);
            var body = await answer.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
            wrong = answer.StatusCode switch
            {
                HttpStatusCode.OK => await TellAsync(body, keep).ConfigureAwait(false),
                HttpStatusCode.Unauthorized => $"it does not let {user} in with this password.",
                _ => $"it answers {(int)answer.StatusCode}: {Encoding.UTF8.GetString(body).Trim()}",
            };
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or XmlError)
        {
            wrong = e.Message;
        }

        if (wrong is { Length: > 0 })
        {
            await complains.WriteLineAsync($"{server}: {wrong}").ConfigureAwait(false);
        }

        return wrong is null;
    }

    private HttpRequestMessage Request(MofCollected files, string space, bool keep)
    {
        using var body = new AnswerBuffer();
        body.Put(Encoding.UTF8.GetBytes(
            $"<?xml version=\"1.0\" encoding=\"utf-8\"?><CIM CIMVERSION=\"2.0\" DTDVERSION=\"2.0\"><MESSAGE ID=\"1\" PROTOCOLVERSION=\"1.0\"><SIMPLEREQ><METHODCALL NAME=\"{SchemaMethods.Import}\">"
            + $"<LOCALCLASSPATH><LOCALNAMESPACEPATH><NAMESPACE NAME=\"{Space}\"/></LOCALNAMESPACEPATH><CLASSNAME NAME=\"{SchemaMethods.Class}\"/></LOCALCLASSPATH>"));
        Put(body, "Names", CimValue.OfItems(CimType.StringArray, [.. files.Names.Select(CimValue.Of)]));
        Put(body, "Texts", CimValue.OfItems(CimType.StringArray, [.. files.Texts.Select(CimValue.Of)]));
        Put(body, "Namespace", CimValue.Of(space));
        Put(body, "CheckOnly", CimValue.Of(!keep));
        body.Put("</METHODCALL></SIMPLEREQ></MESSAGE></CIM>"u8);
        var request = new HttpRequestMessage(HttpMethod.Post, server) { Content = new ByteArrayContent(body.ToArray()) };
        request.Content.Headers.ContentType = new("application/xml", "utf-8");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        request.Headers.Add("CIMOperation", "MethodCall");
        request.Headers.Add("CIMMethod", SchemaMethods.Import);
        request.Headers.Add("CIMObject", $"{Space}:{SchemaMethods.Class}");
        return request;
    }

    private static void Put(AnswerBuffer body, string name, CimValue value)
    {
        body.Put(Encoding.UTF8.GetBytes($"<PARAMVALUE NAME=\"{name}\" PARAMTYPE=\"{TypeNames.Of(value.Type)}\">"));
        ValueWriter.Write(body, value);
        body.Put("</PARAMVALUE>"u8);
    }

    // Null where all is well; empty where what is wrong was said.
    private async Task<string?> TellAsync(byte[] body, bool keep)
    {
        var document = new CimXmlDocument(CimXmlLimits.Default);
        document.Read(body);
        var answer = document.Root.Only().Only().Only();
        var outputs = new Dictionary<string, CimValue>();
        foreach (var part in answer.Children)
        {
            if (part.Is("ERROR"u8))
            {
                return part.Attribute("DESCRIPTION"u8) ?? $"error {part.Attribute("CODE"u8)} of CIM";
            }

            outputs[part.Attribute("NAME"u8) ?? ""] = ValueReader.Content(part, ValueReader.Type(part, "PARAMTYPE"u8), false, 0);
        }

        var here = Directory.GetCurrentDirectory() + Path.DirectorySeparatorChar;
        foreach (var fault in outputs.TryGetValue("Faults", out var faults) && !faults.IsNull ? faults.Items : [])
        {
            await complains.WriteLineAsync(fault.Text.StartsWith(here, StringComparison.Ordinal) ? fault.Text[here.Length..] : fault.Text).ConfigureAwait(false);
        }

        if (outputs[""].Integer != 0)
        {
            if (keep)
            {
                await complains.WriteLineAsync("Nothing was imported.").ConfigureAwait(false);
            }

            return "";
        }

        await says.WriteLineAsync($"{(keep ? "Imported" : "Nothing is wrong")}. Declarations: {outputs["Declarations"].Integer}, of them new or changed: {outputs["Changed"].Integer}.").ConfigureAwait(false);
        return null;
    }
}
