using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("TinyRnn.Tool")]
[assembly: InternalsVisibleTo("TinyRnn.Training")]
[assembly: InternalsVisibleTo("TinyRnn.Model.Tests")]
