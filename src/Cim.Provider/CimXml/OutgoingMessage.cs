using Cim.Provider.CimXml.Http;
using Wire;

namespace Cim.Provider.CimXml;

/// <summary>The answer to a message: its headers are told once, before anything of it is sent.</summary>
internal sealed class OutgoingMessage(HttpTurn turn, RequestHeaders headers, CimXmlLimits limits)
{
    private bool isHeaded;

    /// <summary>What is written of it and not sent.</summary>
    public AnswerBuffer Answer => turn.Answer;

    /// <summary>Sends what is written if it is much; from then on it cannot be taken back.</summary>
    public ValueTask FlowAsync()
    {
        if (Answer.Length - Answer.Sent < limits.HeldBytes)
        {
            return default;
        }

        Head();
        return turn.FlowAsync();
    }

    /// <summary>Tells the headers.</summary>
    public void Head()
    {
        if (!isHeaded)
        {
            isHeaded = true;
            turn.ContentType = "application/xml; charset=\"utf-8\"";
            headers.Answer(turn);
        }
    }
}
